// What an application says to all, as bytes.
import { expect } from 'chai';
import fc from 'fast-check';
import {
  CAST_BYTES_MAX, CAST_TTL_MS, castOf, castText, decodeCast, isCastText, signCast, TOPIC_BYTES_MAX, verifyCast,
} from '../../lib/exchange/cast.ts';
import { itemText } from '../../lib/exchange/itemText.ts';
import { keyedHash } from '../../lib/network/keyedHash.ts';
import { nodeOfKey } from '../../lib/network/ids.ts';
import { RecordError } from '../../lib/network/recordError.ts';
import { doubt, record } from '../support/networkTown.ts';

const town = keyedHash('casts');
const anna = town.signer('anna');
const said = (data: Uint8Array, topic = 'chat'): Uint8Array => signCast({ net: 9, seq: 7, topic, data }, anna);

describe('a cast', () => {
  it('is read as it was written, and verified by the key of its origin alone', () =>
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), fc.string({ maxLength: 16 }), (data, topic) => {
      const cast = decodeCast(said(data, topic));
      expect(cast).to.deep.include({ net: 9, seq: 7, topic, ttlMs: CAST_TTL_MS, origin: nodeOfKey(anna.publicKey) });
      expect(Buffer.compare(cast.data, data)).to.equal(0);
      expect(verifyCast(cast, anna.publicKey, town)).to.equal(true);
      expect(verifyCast(cast, town.signer('bert').publicKey, town)).to.equal(false);
      expect(castOf(castText(cast.bytes))).to.deep.include({ topic, seq: 7 });
    })));

  it('is not verified any more when a byte of it is another one', () => {
    const bytes = said(Buffer.from('hello'));
    for (let at = 0; at < bytes.length; at++) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      try {
        expect(verifyCast(decodeCast(changed), anna.publicKey, town), `byte ${at}`).to.equal(false);
      } catch (error) {
        expect(error).to.be.instanceOf(RecordError);
      }
    }
  });

  it('is a cast or a RecordError, whatever the bytes', () =>
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        decodeCast(bytes);
      } catch (error) {
        expect(error).to.be.instanceOf(RecordError);
      }
    }), { numRuns: 1_000 }));

  it('has so many bytes of data and of topic, and not one more', () => {
    expect(decodeCast(said(new Uint8Array(CAST_BYTES_MAX))).data).to.have.length(CAST_BYTES_MAX);
    expect(() => said(new Uint8Array(CAST_BYTES_MAX + 1))).to.throw(RecordError, `limit ${CAST_BYTES_MAX}`);
    expect(() => said(new Uint8Array(0), 'x'.repeat(TOPIC_BYTES_MAX + 1))).to.throw(RecordError, 'topic');
  });

  it('is told from records and attestations by its first byte', () => {
    expect(isCastText(castText(said(new Uint8Array(0))))).to.equal(true);
    for (const item of [record('anna'), doubt('bert', 'anna')]) expect(isCastText(itemText(item))).to.equal(false);
    expect([isCastText(''), isCastText('B'), isCastText('BQ')]).to.deep.equal([false, false, false]);
  });
});

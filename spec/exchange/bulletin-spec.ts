// The one message of the exchange: what is written is read, and nothing else is.
import { expect } from 'chai';
import fc from 'fast-check';
import {
  BULLETIN_BYTES_MAX, BULLETIN_ITEMS_MAX, decodeBulletin, encodeBulletin, inBulletins, type Bulletin,
} from '../../lib/exchange/bulletin.ts';
import { ADVERTS_MAX, NO_BODY, WANTS_MAX } from '../../lib/exchange/keys.ts';
import { CURSOR_MAX } from '../../lib/network/changes.ts';
import { edgeIdOf } from '../../lib/network/ids.ts';
import { RecordError } from '../../lib/network/recordError.ts';
import { signedBy } from '../../lib/testing/index.ts';

const someItem = fc.uint8Array({ maxLength: 700 }).map((bytes) => Buffer.from(bytes).toString('base64url'));
const someId = fc.string().map((name) => edgeIdOf(signedBy(name)));
const someBody = fc.uint8Array({ minLength: 6, maxLength: 6 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const someBulletin: fc.Arbitrary<Bulletin> = fc.record({
  report: fc.record({
    digest: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex')),
    radius: fc.nat(255),
    excluded: fc.oneof(fc.constant('many' as const), fc.array(fc.string().map(signedBy), { maxLength: 4 })),
  }),
  cursor: fc.nat({ max: CURSOR_MAX - 1 }),
  since: fc.nat({ max: CURSOR_MAX - 1 }),
  lazy: fc.boolean(),
  gap: fc.boolean(),
  adverts: fc.array(fc.record({ id: someId, seq: fc.nat({ max: 2 ** 48 - 1 }) }), { maxLength: 8 }),
  wants: fc.array(fc.record({ id: someId, body: someBody }), { maxLength: 8 }),
  items: fc.array(someItem, { maxLength: 12 }),
});

describe('a bulletin', () => {
  it('is read as it was written', () =>
    fc.assert(fc.property(someBulletin, (bulletin) =>
      void expect(decodeBulletin(encodeBulletin(bulletin))).to.deep.equal(bulletin))));

  it('is never anything else than a bulletin or a RecordError, whatever the bytes', () =>
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      try {
        decodeBulletin(bytes);
      } catch (error) {
        expect(error).to.be.instanceOf(RecordError);
      }
    }), { numRuns: 1_000 }));

  it('is refused where it is cut short, and where something follows', () =>
    fc.assert(fc.property(someBulletin, fc.double({ min: 0, max: 0.999, noNaN: true }), (bulletin, at) => {
      const bytes = encodeBulletin(bulletin);
      expect(() => decodeBulletin(bytes.subarray(0, Math.floor(at * bytes.length)))).to.throw(RecordError);
      expect(() => decodeBulletin(Buffer.concat([bytes, Buffer.of(0)]))).to.throw(RecordError, 'too long');
    })));

  const least: Bulletin = {
    report: { digest: '11'.repeat(32), radius: 3, excluded: [] }, cursor: 0x0102, since: 0x0304, lazy: true, gap: false,
    adverts: [{ id: 'a'.repeat(15) + 'b', seq: 5 }], wants: [{ id: '7'.repeat(16), body: '0a0b0c0d0e0f' }],
    items: [Buffer.of(1, 2).toString('base64url')],
  };

  it('is these bytes', () =>
    expect(Buffer.from(encodeBulletin(least)).toString('hex')).to.equal([
      '01', '11'.repeat(32), '03', '00', '01', '000000000102', '000000000304',
      '0001', '00000000000000000001', '000000000005', '0001', 'ff'.repeat(10), '0a0b0c0d0e0f', '0001', '0002', '0102',
    ].join('')));

  it('is refused with flags that are not known, and with more adverts or wants than one may have', () => {
    const bytes = encodeBulletin(least);
    const flags = Uint8Array.from(bytes);
    flags[35] = 4;
    expect(() => decodeBulletin(flags)).to.throw(RecordError, 'flags 4');
    const adverts = Array.from({ length: ADVERTS_MAX + 1 }, () => ({ id: 'a'.repeat(16), seq: 1 }));
    expect(() => decodeBulletin(encodeBulletin({ ...least, adverts }))).to.throw(RecordError, `limit ${ADVERTS_MAX}`);
    const wants = Array.from({ length: WANTS_MAX + 1 }, () => ({ id: 'a'.repeat(16), body: NO_BODY }));
    expect(() => decodeBulletin(encodeBulletin({ ...least, wants }))).to.throw(RecordError, `limit ${WANTS_MAX}`);
  });

  it('holds so many items, and the rest goes into the next', () => {
    const most = BULLETIN_ITEMS_MAX * 2 + 1;
    const items = Array.from({ length: most }, (_, at) => Buffer.of(at & 255).toString('base64url'));
    const lists = inBulletins(items);
    expect(lists.map(({ length }) => length)).to.deep.equal([BULLETIN_ITEMS_MAX, BULLETIN_ITEMS_MAX, 1]);
    expect(lists.flat()).to.deep.equal(items);
    expect(inBulletins([])).to.deep.equal([[]]);
  });

  it('holds so many bytes, unless one item alone has more', () =>
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 40_000 }), { maxLength: 12 }), (sizes) => {
      const items = sizes.map((size) => Buffer.alloc(size).toString('base64url'));
      const lists = inBulletins(items);
      expect(lists.flat()).to.deep.equal(items);
      for (const list of lists) {
        const bytes = list.reduce((sum, item) => sum + item.length * 0.75, 0);
        expect(bytes).to.be.at.most(BULLETIN_BYTES_MAX);
      }
    })));
});

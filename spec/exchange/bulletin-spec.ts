// The one message of the exchange: what is written is read, and nothing else is.
import { expect } from 'chai';
import fc from 'fast-check';
import {
  BULLETIN_BYTES_MAX, BULLETIN_ITEMS_MAX, decodeBulletin, encodeBulletin, inBulletins, type Bulletin,
} from '../../lib/exchange/bulletin.ts';
import { CURSOR_MAX } from '../../lib/network/changes.ts';
import { RecordError } from '../../lib/network/recordError.ts';
import { signedBy } from '../../lib/testing/index.ts';

const someItem = fc.uint8Array({ maxLength: 700 }).map((bytes) => Buffer.from(bytes).toString('base64url'));
const someBulletin: fc.Arbitrary<Bulletin> = fc.record({
  report: fc.record({
    digest: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex')),
    radius: fc.nat(255),
    excluded: fc.oneof(fc.constant('many' as const), fc.array(fc.string().map(signedBy), { maxLength: 4 })),
  }),
  cursor: fc.nat({ max: CURSOR_MAX - 1 }),
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

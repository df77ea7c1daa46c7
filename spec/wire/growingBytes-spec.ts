// Bytes in pieces: whole at the end, and never more memory than what came is worth.
import { expect } from 'chai';
import * as fc from 'fast-check';
import { FIRST_STEP_BYTES, GrowingBytes } from '../../lib/wire/growingBytes.ts';

/** A piece of so many bytes, alone in its memory or somewhere in the midst of more. */
const piece = fc.record({
  bytes: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 3_000, max: 20_000 })),
  before: fc.constantFrom(0, 7, 70_000),
});

describe('GrowingBytes', () => {
  it('gives what was put in, in order, in memory of its own size, whatever the pieces', () =>
    fc.assert(fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const all: number[] = [];
      const length = pieces.reduce((sum, { bytes }) => sum + bytes, 0);
      const growing = new GrowingBytes(length);
      for (const { bytes, before } of pieces) {
        const source = Uint8Array.from({ length: before + bytes }, (_, at) => (at * 31 + all.length) % 251);
        growing.append(source, before, before + bytes);
        all.push(...source.subarray(before));
        expect(growing.length).to.equal(all.length);
        expect(growing.reserved).to.be.at.most(Math.max(FIRST_STEP_BYTES, 4 * growing.length));
      }
      const whole = growing.whole();
      expect(Buffer.from(whole).equals(Buffer.from(all))).to.equal(true);
      expect(whole.buffer.byteLength).to.be.at.most(Math.max(FIRST_STEP_BYTES, 2 * length));
    }), { numRuns: 60 }));

  it('keeps a large piece that has its memory to itself as it is, and copies one that would hold more', () => {
    const growing = new GrowingBytes(20_000);
    const own = new Uint8Array(8_000).fill(1);
    growing.append(own, 0, own.length);
    expect(growing.reserved).to.equal(8_000);
    own.fill(2); // nobody does: it shows that it was not copied
    const shared = new Uint8Array(64_000).fill(3);
    growing.append(shared, 100, 8_100);
    shared.fill(4);
    const whole = growing.whole();
    expect([whole[0], whole[8_000], whole.length]).to.deep.equal([2, 3, 16_000]);
  });
});

// Messages in pieces in memory that is used again: whole at the end, and given back.
import { expect } from 'chai';
import * as fc from 'fast-check';
import { PooledBytes, slabsInUse } from '../../lib/wire/pooledBytes.ts';
import { SLAB_BYTES } from '../../lib/wire/sessionLimits.ts';

const MIB = 1_024 * 1_024;
const piece = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 20_000, max: 200_000 }));

describe('PooledBytes', () => {
  it('gives what was put in, in order, in memory of its own, whatever the pieces', () =>
    fc.assert(fc.property(fc.array(piece, { maxLength: 8 }), (sizes) => {
      const before = slabsInUse();
      const [one, other] = [new PooledBytes(2 * MIB), new PooledBytes(2 * MIB)];
      const parts = sizes.map((bytes, index) => Buffer.alloc(bytes, index + 1));
      for (const part of parts) {
        one.append(part);
        other.append(Buffer.alloc(part.length, 0xff)); // of another, in between
        expect(one.reserved).to.be.at.most(Math.max(1_024, 4 * one.length, one.length + SLAB_BYTES));
      }
      const whole = one.whole();
      other.free();
      one.free();
      expect(slabsInUse()).to.equal(before);
      expect(Buffer.concat(parts).equals(whole)).to.equal(true);
      expect(whole.buffer.byteLength).to.be.at.most(Math.max(1_024, 2 * whole.length));
    }), { numRuns: 40 }));

  it('takes no slab for little, and has none left when all are given back', () => {
    const before = slabsInUse();
    const many = Array.from({ length: 100 }, () => new PooledBytes(MIB));
    for (const one of many) one.append(Buffer.alloc(1_000));
    expect(slabsInUse()).to.equal(before);
    for (const one of many.slice(0, 10)) one.append(Buffer.alloc(SLAB_BYTES));
    expect(slabsInUse()).to.equal(before + 20);
    for (const one of many) one.free();
    expect(slabsInUse()).to.equal(before);
  });
});

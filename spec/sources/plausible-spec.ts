// What a packet of DNS announces, and what it can hold.
import { expect } from 'chai';
import { isPlausible } from '../../lib/sources/plausible.ts';

/** A header that announces so many questions, answers, authorities and additional records, and so many bytes after it. */
const packet = (counts: readonly number[], bytes: number): Uint8Array => {
  const whole = new Uint8Array(12 + bytes);
  counts.forEach((count, at) => new DataView(whole.buffer).setUint16(4 + 2 * at, count));
  return whole;
};

describe('a packet of DNS', () => {
  it('may hold what it announces, at five bytes a question and eleven a record at least', () => {
    expect(isPlausible(packet([0, 0, 0, 0], 0))).to.equal(true);
    expect([isPlausible(packet([1, 0, 0, 0], 5)), isPlausible(packet([1, 0, 0, 0], 4))]).to.deep.equal([true, false]);
    for (const counts of [[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]) {
      expect([isPlausible(packet(counts, 11)), isPlausible(packet(counts, 10))]).to.deep.equal([true, false]);
    }
  });

  it('is not of 23 bytes with ten thousand records, not without a header, and not longer than a link takes', () => {
    expect(isPlausible(packet([0, 10_000, 0, 0], 11))).to.equal(false);
    expect(isPlausible(new Uint8Array(11))).to.equal(false);
    expect([isPlausible(packet([], 8_988)), isPlausible(packet([], 8_989))]).to.deep.equal([true, false]);
  });

  it('is looked at where it is, in the midst of a larger buffer', () => {
    const inside = new Uint8Array(100).fill(255);
    inside.set(packet([1, 0, 0, 0], 5), 40);
    expect(isPlausible(inside.subarray(40, 57))).to.equal(true);
  });
});

// The wait after the nth failure.
import { expect } from 'chai';
import fc from 'fast-check';
import { backOffMs } from '../lib/backOff.ts';

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('backOffMs', () => {
  it('begins with the least, doubles, and rests at the most', () =>
    expect([1, 2, 3, 4, 5, 99].map((failures) => backOffMs({ minMs: 100, maxMs: 1_000 }, failures, () => 0)))
      .to.deep.equal([100, 200, 400, 800, 1_000, 1_000]));

  it('grows by the factor it is given, and leaves to chance what it is told', () =>
    expect(backOffMs({ minMs: 100, maxMs: 10_000, factor: 3, jitter: 0.2 }, 3, () => 0.5)).to.equal(810));

  it('stays between half of what it would be without chance and all of it, for any number of failures', () =>
    fc.assert(fc.property(fc.integer({ min: 1, max: 5_000 }), chance, (failures, drawn) => {
      const whole = backOffMs({ minMs: 1_000, maxMs: 600_000 }, failures, () => 0);
      const waitMs = backOffMs({ minMs: 1_000, maxMs: 600_000 }, failures, () => drawn);
      expect(waitMs).to.be.within(whole / 2, whole).and.to.satisfy(Number.isInteger);
    })));
});

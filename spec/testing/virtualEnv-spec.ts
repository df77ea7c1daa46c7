// Time and chance that repeat themselves.
import { expect } from 'chai';
import { EPOCH_MS, sfc32, virtualEnv } from '../../lib/testing/index.ts';

const drawn = (random: () => number, count: number): readonly number[] => Array.from({ length: count }, random);

describe('virtualEnv', () => {
  it('draws the same numbers from the same seed, and others from another', () => {
    expect(drawn(virtualEnv({ seed: 7 }).random, 100)).to.deep.equal(drawn(virtualEnv({ seed: 7 }).random, 100));
    expect(drawn(virtualEnv({ seed: 7 }).random, 100)).to.not.deep.equal(drawn(virtualEnv({ seed: 8 }).random, 100));
  });

  it('begins where it is told, and says which seed it has', () => {
    expect(virtualEnv().scheduler.now()).to.equal(EPOCH_MS);
    expect(virtualEnv({ startsAt: 5 }).scheduler.now()).to.equal(5);
    expect(virtualEnv({ seed: 9 }).seed).to.equal(9);
  });

  it('runs soon what is to run soon', () => {
    const { scheduler, soon } = virtualEnv();
    let ran = false;
    soon(() => (ran = true));
    expect(ran).to.be.false;
    scheduler.advanceBy(0);
    expect(ran).to.be.true;
  });
});

describe('sfc32', () => {
  it('gives the numbers that the algorithm gives in exact arithmetic', () => {
    const mask = (1n << 32n) - 1n;
    let [a, b, c, counter] = [0n, 1n, 0n, 1n];
    const exact = (): number => {
      const sum = (a + b + counter) & mask;
      counter = (counter + 1n) & mask;
      a = b ^ (b >> 9n);
      b = (c + (c << 3n)) & mask;
      c = (((c << 21n) | (c >> 11n)) + sum) & mask;
      return Number(sum);
    };
    drawn(exact, 12);
    const ours = drawn(sfc32(1), 1_000).map((number) => number * 2 ** 32);
    expect(ours.slice(0, 4)).to.deep.equal([2_012_149_540, 1_872_316_204, 1_707_632_675, 1_779_833_415]);
    expect(ours).to.deep.equal(drawn(exact, 1_000));
  });

  it('spreads evenly over [0, 1)', () => {
    const buckets = new Array<number>(10).fill(0);
    for (const number of drawn(sfc32(42), 100_000)) {
      const bucket = Math.floor(number * 10);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    // 10,000 each; the standard deviation is 95, and the seed is fixed
    for (const count of buckets) expect(count).to.be.within(9_600, 10_400);
  });

  it('tells seeds apart that differ beyond 32 bits', () =>
    expect(sfc32(2 ** 32 + 1)()).to.not.equal(sfc32(1)()));
});

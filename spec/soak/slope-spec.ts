// The line that tells a leak from noise.
import { expect } from 'chai';
import { medians, slopeOf, verdictOf, type Sample } from '../../bench/soak/slope.ts';
import { sfc32 } from '../../lib/sfc32.ts';

const MINUTE_MS = 60_000;
const noise = (seed: number): (() => number) => {
  const random = sfc32(seed);
  return () => Array.from({ length: 12 }, random).reduce((sum, one) => sum + one, -6); // near enough to normal
};
const hourly = (slope: number, next: () => number): readonly Sample[] =>
  Array.from({ length: 60 }, (_, minute): Sample => [minute * MINUTE_MS, 100 + slope * (minute / 60) + next()]);

describe('a slope', () => {
  it('is that of the line, where there is nothing but a line', () => {
    const { perHour, low, high } = slopeOf(hourly(3, () => 0))!;
    expect([perHour, low, high].map((one) => one.toFixed(6))).to.deep.equal(['3.000000', '3.000000', '3.000000']);
  });

  it('is within its interval 95 times of 100', () => {
    const within = Array.from({ length: 1_000 }, (_, seed) => slopeOf(hourly(3, noise(seed)))!)
      .filter(({ low, high }) => low <= 3 && 3 <= high).length;
    expect(within).to.be.within(930, 970);
  });

  it('needs three samples', () =>
    expect([slopeOf([]), slopeOf([[0, 1], [1, 2]])]).to.deep.equal([undefined, undefined]));

  it('grows when all of its interval does, is flat when none of it does, and is open between', () => {
    const slope = { perHour: 0, samples: 9 };
    expect(verdictOf({ ...slope, low: 1.1, high: 2 }, 1)).to.equal('grows');
    expect(verdictOf({ ...slope, low: -2, high: 1 }, 1)).to.equal('flat');
    expect(verdictOf({ ...slope, low: -2, high: 1.1 }, 1)).to.equal('open');
  });
});

describe('a median of a stretch', () => {
  it('does not mind the one that is off', () =>
    expect(medians([[0, 1], [1, 900], [2, 2], [10, 5]], 10)).to.deep.equal([[5, 2], [15, 5]]));
});

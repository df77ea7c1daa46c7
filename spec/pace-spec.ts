// How much may pass, and when again.
import { expect } from 'chai';
import { paid, spare, type Pace } from '../lib/pace.ts';

const pace: Pace = { everyMs: 5_000, burst: 3 };

const passed = (times: readonly number[]): number | undefined =>
  times.reduce<number | undefined>((until, at) => paid(until, at, pace), undefined);

describe('a pace', () => {
  it('lets a burst pass at once, and then one in each interval', () => {
    expect(spare(undefined, 0, pace)).to.equal(3);
    const until = passed([0, 0, 0]);
    expect(spare(until, 4_999, pace)).to.equal(0);
    expect(spare(until, 5_000, pace)).to.equal(1);
    expect(spare(paid(until, 5_000, pace), 9_999, pace)).to.equal(0);
    expect(spare(paid(until, 5_000, pace), 10_000, pace)).to.equal(1);
  });

  it('has as much as at first after a rest, and no more than that', () => {
    const until = passed([0, 1_000]);
    expect(spare(until, 10_000, pace)).to.equal(3);
    expect(spare(until, 1e9, pace)).to.equal(3);
  });
});

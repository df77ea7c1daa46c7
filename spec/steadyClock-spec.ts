// A clock that never goes back.
import { expect } from 'chai';
import fc from 'fast-check';
import { steadyClock } from '../lib/steadyClock.ts';

const START = Date.UTC(2026, 0, 31);
const HOUR_MS = 3_600_000;

/** A machine whose clock can be set. */
const machine = () => {
  let [wall, passed] = [START, 0];
  const now = steadyClock(() => wall, () => passed);
  const pass = (ms: number): unknown => [wall, passed] = [wall + ms, passed + ms];
  return { now, pass, set: (ms: number) => (wall += ms), wall: () => wall };
};

/** By how much it is set, and how long then passes. */
const jumps = fc.tuple(fc.integer({ min: -HOUR_MS, max: HOUR_MS }), fc.nat(10_000));

describe('steadyClock', () => {
  it('shows the time of day', () => {
    const { now, pass } = machine();
    pass(1_234);
    expect(now()).to.equal(START + 1_234);
  });

  it('follows at once when the clock is set forward, as after a sleep', () => {
    const { now, pass, set } = machine();
    set(HOUR_MS);
    pass(10);
    expect(now()).to.equal(START + HOUR_MS + 10);
  });

  it('goes on at half the pace when the clock is set back, and shows the time of day again in the end', () => {
    const { now, pass, set, wall } = machine();
    set(-HOUR_MS);
    pass(10_000);
    expect(now()).to.equal(START + 5_000);
    pass(3 * HOUR_MS);
    expect(now()).to.equal(wall());
  });

  it('never goes back, whatever is done to the clock', () =>
    fc.assert(fc.property(fc.array(jumps), (changes) => {
      const { now, pass, set } = machine();
      let last = now();
      for (const [setBy, passed] of changes) {
        set(setBy);
        pass(passed);
        const shown = now();
        expect(shown).to.be.at.least(last);
        last = shown;
      }
    })));
});

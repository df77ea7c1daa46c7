// How much silence is borne on which connection.
import { expect } from 'chai';
import fc from 'fast-check';
import { heardAgain, patienceMs, type Pulse } from '../lib/patience.ts';

const bounds = { silentMs: 5_000, mostMs: 10_000 };

const onTime = { silentMs: 5_000, isHeldUp: false };

const after = (...gaps: readonly number[]): Pulse => {
  let at = 0;
  return [0, ...gaps].reduce<Pulse | undefined>((pulse, gap) => heardAgain(pulse, (at += gap), onTime), undefined)
    ?? { heardAt: 0, meanMs: 0, deviationMs: 0 };
};

const again = (times: number, ...gaps: readonly number[]): readonly number[] =>
  Array.from({ length: times }, () => gaps).flat();

describe('patience with a silent connection', () => {
  it('is the least at first, and where what comes is on time', () => {
    expect(patienceMs(undefined, bounds)).to.equal(5_000);
    expect(patienceMs(after(), bounds)).to.equal(5_000);
    expect(patienceMs(after(3_000), bounds)).to.equal(5_000);
    expect(patienceMs(after(...again(50, 3_000)), bounds)).to.equal(5_000);
    expect(patienceMs(after(...again(50, 4_900, 1_000)), bounds)).to.equal(5_000);
    expect(patienceMs(after(...again(50, 100), ...again(5, 3_000)), bounds), 'quiet after a busy time').to.equal(5_000);
  });

  it('grows where it is not, and shrinks when it is again', () => {
    const late = [...again(10, 3_000), 8_000];
    expect(patienceMs(after(...late), bounds)).to.be.within(8_000, 9_000);
    expect(patienceMs(after(...late, 8_000, 3_000, 8_000), bounds)).to.equal(10_000);
    expect(patienceMs(after(...late, ...again(40, 3_000)), bounds)).to.be.within(5_000, 5_200);
  });

  it('learns nothing from what we ourselves were late to read', () => {
    const pulse = after(...again(10, 3_000));
    expect(heardAgain(pulse, 38_000, { ...onTime, isHeldUp: true })).to.deep.equal({ ...pulse, heardAt: 38_000 });
  });

  it('is the same value as long as nothing is heard', () => {
    const pulse = after(3_000, 3_000);
    expect(heardAgain(pulse, pulse.heardAt, onTime)).to.equal(pulse);
  });

  it('stays within its bounds, whatever comes when', () =>
    fc.assert(fc.property(fc.array(fc.nat(1e9)), (gaps) => {
      expect(patienceMs(after(...gaps), bounds)).to.be.within(5_000, 10_000);
    })));
});

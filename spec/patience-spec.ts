// How much silence is borne on which connection.
import { expect } from 'chai';
import fc from 'fast-check';
import { heardAgain, patienceMs, type Pulse } from '../lib/patience.ts';

const bounds = { silentMs: 5_000, mostMs: 10_000 };

const after = (...gaps: readonly number[]): Pulse => {
  let at = 0;
  return [0, ...gaps].reduce<Pulse | undefined>((pulse, gap) => heardAgain(pulse, (at += gap), false), undefined)
    ?? { heardAt: 0 };
};

const again = (times: number, ...gaps: readonly number[]): readonly number[] =>
  Array.from({ length: times }, () => gaps).flat();

describe('patience with a silent connection', () => {
  it('is the least at first, and where what comes is on time', () => {
    expect(patienceMs(undefined, bounds)).to.equal(5_000);
    expect(patienceMs(after(), bounds)).to.equal(5_000);
    expect(patienceMs(after(3_000), bounds)).to.equal(5_000);
    expect(patienceMs(after(...again(50, 3_000)), bounds)).to.equal(5_000);
    expect(patienceMs(after(...again(50, 3_200, 2_800)), bounds)).to.equal(5_000);
  });

  it('grows where it is not, within a few beats, and shrinks when it is again', () => {
    const late = [...again(10, 3_000), ...again(6, 4_800, 1_200)];
    expect(patienceMs(after(...late), bounds)).to.be.within(8_000, 10_000);
    expect(patienceMs(after(...late, ...again(20, 3_000)), bounds)).to.equal(5_000);
  });

  it('learns nothing from what we ourselves were late to read', () => {
    const pulse = after(...again(10, 3_000));
    expect(heardAgain(pulse, 38_000, true)).to.deep.equal({ ...pulse, heardAt: 38_000 });
    expect(heardAgain(undefined, 7, true)).to.deep.equal({ heardAt: 7 });
  });

  it('is the same value as long as nothing is heard', () => {
    const pulse = after(3_000, 3_000);
    expect(heardAgain(pulse, pulse.heardAt, false)).to.equal(pulse);
  });

  it('stays within its bounds, whatever comes when', () =>
    fc.assert(fc.property(fc.array(fc.nat(1e9)), (gaps) => {
      expect(patienceMs(after(...gaps), bounds)).to.be.within(5_000, 10_000);
    })));
});

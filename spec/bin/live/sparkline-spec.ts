// Numbers as bars.
import { expect } from 'chai';
import { sparkline } from '../../../lib/bin/live/sparkline.ts';

describe('sparkline', () => {
  it('goes from the least to the most, with a gap where nothing is known', () =>
    expect(sparkline([1, 2, 4, null, 8])).to.equal('▁▂▄ █'));

  it('stays low while nothing moves, and fills its height at a doubling', () => {
    expect(sparkline([40, 40, 40])).to.equal('▁▁▁');
    expect(sparkline([40, 44, 41])).to.equal('▁▂▁');
    expect(sparkline([40, 80])).to.equal('▁█');
  });

  it('has nothing to show of nothing', () => {
    expect(sparkline([])).to.equal('');
    expect(sparkline([null, null])).to.equal('  ');
    expect(sparkline([0, 0])).to.equal('▁▁');
  });
});

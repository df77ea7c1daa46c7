// Which loops are broken, and for how long that is remembered.
import { expect } from 'chai';
import { LOOPS_MAX } from '../../lib/reducers/loops.ts';
import { after, aState, loopFound, ticked } from '../../lib/testing/index.ts';

const here = '10.0.0.1:7000';

describe('the reducer of loops', () => {
  it('keeps a loop by its endpoint, the later one of two', () => {
    const state = after(aState(), 0, loopFound(here, { until: 5 }),
      loopFound(`${'b'.repeat(32)}@${here}`, { until: 9 }));
    expect([...state.loops.keys()]).to.deep.equal([here]);
    expect(state.loops.get(here)?.until).to.equal(9);
  });

  it('forgets it on a tick of the monitor status once it is over, and not a millisecond before', () => {
    const state = after(aState(), 0, loopFound(here, { until: 5 }));
    expect(after(state, 4, ticked('status')).loops.size).to.equal(1);
    expect(after(state, 5, ticked('idle')).loops.size).to.equal(1);
    expect(after(state, 5, ticked('status')).loops.size).to.equal(0);
  });

  it('keeps no more than there is room for: the one that ends first gives way', () => {
    const many = Array.from({ length: LOOPS_MAX + 1 }, (_, at) =>
      loopFound(`10.0.${at >> 8}.${at & 255}:7000`, { until: 100 + at }));
    const state = after(aState(), 0, ...many);
    expect(state.loops.size).to.equal(LOOPS_MAX);
    expect(state.loops.has('10.0.0.0:7000')).to.equal(false);
  });
});

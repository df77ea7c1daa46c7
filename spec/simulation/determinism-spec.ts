// The same seed gives the same run, and another one another.
import { expect } from 'chai';
import { FAULTS, plan, simulate } from '../../lib/testing/index.ts';

const OPTIONS = { nodes: 5, forMs: 30_000 } as const;
const SEEDS = [1, 2, 3, 4, 5] as const;

describe('a seed', function () {
  this.timeout(60_000);

  it('gives the same trace every time', () => {
    const hashes = (): readonly string[] => SEEDS.map((seed) => simulate({ ...OPTIONS, seed }).traceHash);
    const once = hashes();
    expect(hashes()).to.deep.equal(once);
    expect(new Set(once).size).to.equal(SEEDS.length);
  });

  it('gives the same trace with a workload of its own choosing, and another one without', () => {
    const [seed] = SEEDS;
    expect(simulate({ ...OPTIONS, seed, workload: 'none' }).traceHash)
      .to.not.equal(simulate({ ...OPTIONS, seed }).traceHash);
  });

  it('draws the faults of a shorter run as the first of a longer one', () => {
    const idsOf = (forMs: number): readonly string[] => plan({ seed: 3, forMs }).faults.map(({ id }) => id);
    const [short, long] = [idsOf(200_000), idsOf(400_000)];
    expect(long.slice(0, short.length)).to.deep.equal(short);
    expect(long.length).to.be.above(short.length);
  });

  it('draws a kind of fault alike, whatever other kinds there are', () => {
    const crashes = (kinds: typeof FAULTS | readonly ['crash']) =>
      plan({ seed: 3, faults: kinds }).faults.filter(({ kind }) => kind === 'crash');
    expect(crashes(FAULTS)).to.deep.equal(crashes(['crash']));
    expect(crashes(['crash']).length).to.be.above(0);
  });
});

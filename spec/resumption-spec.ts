// How the benchmark of the network discovery begins with large networks: as one that was there before.
import { expect } from 'chai';
import { Town } from '../bench/discovery/town.ts';

describe('a network that is resumed for the benchmark', () => {
  it('agrees on the map of before, without a record issued anew', () => {
    const town = new Town({ nodes: 24, seed: 5, isResumed: true });
    town.found();
    expect(town.issued, 'records, each taken over').to.equal(24);
    expect(town.doubts).to.equal(0);
    expect(town.isAgreed()).to.equal(true);
    expect(town.proofs.violations).to.deep.equal([]);
    const [one] = town.running;
    const before = one?.network?.digest;
    town.advance(5_000);
    expect(town.running.map(({ network }) => network?.digest)).to.deep.equal(town.running.map(() => before));
    town.end();
  });
});

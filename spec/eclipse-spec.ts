// How much of a node somebody gets who owns many addresses: fewer trials than the benchmark's, and the same bounds.
import { expect } from 'chai';
import { eclipse } from '../bench/discovery/eclipse.ts';

const TRIALS = 400;
/** Five standard deviations of a share drawn in so many trials of four slots. */
const spread = (share: number): number => 5 * Math.sqrt((share * (1 - share)) / (TRIALS * 4));

describe('an attacker with many addresses', () => {
  for (const [addresses, groups, most] of [[1_000, 1, 0.005], [1_024, 16, 0.04]] as const) {
    it(`has its share of groups and no more, with ${addresses} addresses in ${groups}`, () => {
      const { byChance, eclipsed, bareEclipsed } = eclipse({ addresses, groups }, TRIALS, 1);
      expect(byChance).to.be.at.most(most + spread(most));
      expect([eclipsed, bareEclipsed]).to.deep.equal([0, 0]);
    });
  }

  it('has not all of a node whose anchors are honest, however many groups are its own', () =>
    expect(eclipse({ addresses: 1_000, groups: 500 }, TRIALS / 4, 1).eclipsed).to.equal(0));
});

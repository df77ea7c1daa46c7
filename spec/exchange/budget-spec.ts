// How many signatures of others a node checks.
import { expect } from 'chai';
import { Budget, SIGNATURES_BURST, SIGNATURES_BURST_ALL, SIGNATURES_PER_SECOND } from '../../lib/exchange/budget.ts';

const taken = (budget: Budget, peer: string, now: number): number => {
  let count = 0;
  while (budget.take(peer, now)) count++;
  return count;
};

describe('the budget of signatures', () => {
  it('lets a connection have a burst, and then so many a second', () => {
    const budget = new Budget();
    expect(taken(budget, 'out-1', 0)).to.equal(SIGNATURES_BURST);
    expect(taken(budget, 'out-1', 1_000)).to.equal(SIGNATURES_PER_SECOND);
    expect(taken(budget, 'out-2', 1_000)).to.equal(SIGNATURES_BURST);
  });

  it('bounds what all connections have together', () => {
    const budget = new Budget();
    const counts = Array.from({ length: 8 }, (_, at) => taken(budget, `in-${at}`, 0));
    const all = counts.reduce((sum, count) => sum + count, 0);
    expect(all).to.equal(SIGNATURES_BURST_ALL);
  });
});

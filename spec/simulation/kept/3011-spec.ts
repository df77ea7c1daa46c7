// The same in a network that carries little at a time.
import { expect } from 'chai';
import { simulate } from '../../../lib/testing/index.ts';

describe('seed 3011', function () {
  this.timeout(240_000);

  it('keeps I4 each phase ends by its deadline', () =>
    expect(simulate({
      nodes: 10, seed: 3011, forMs: 17_000, faults: ['window', 'churn'], only: ['window-0', 'churn-0'],
      without: [4, 6, 10],
    }).violations.filter(({ invariant }) => invariant === 'I4 each phase ends by its deadline')).to.deep.equal([]));
});

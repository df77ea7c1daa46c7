// A node that was asked what it never answers, as it stopped: its goodbye is late by what it waits for, and no more.
import { expect } from 'chai';
import { simulate } from '../../../lib/testing/index.ts';

describe('seed 3009', function () {
  this.timeout(240_000);

  it('keeps I4 each phase ends by its deadline', () =>
    expect(simulate({
      nodes: 3, seed: 3009, forMs: 150_000, faults: ['churn', 'slow-reader', 'move', 'crossing'],
      only: ['churn-2', 'churn-5', 'slow-reader-4', 'churn-7', 'move-1', 'crossing-15', 'churn-13'],
    }).violations.filter(({ invariant }) => invariant === 'I4 each phase ends by its deadline')).to.deep.equal([]));
});

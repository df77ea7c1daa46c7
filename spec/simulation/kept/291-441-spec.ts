// Runs in which a name server lies all the time, and names hundreds of places where nobody answers.
import { expect } from 'chai';
import { simulate } from '../../../lib/testing/index.ts';

for (const seed of [291, 441]) {
  describe(`seed ${seed}`, function () {
    this.timeout(600_000); // seconds of a core, and a busy machine may have little of one

    it('keeps I20 the network becomes one again', () =>
      expect(simulate({ nodes: 10, seed, forMs: 120_000 }).violations).to.deep.equal([]));
  });
}

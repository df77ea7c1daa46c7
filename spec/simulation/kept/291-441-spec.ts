// Runs in which a name server named hundreds of places where nobody answers, and who asked it was alone for a minute.
import { expect } from 'chai';
import { simulate } from '../../../lib/testing/index.ts';

for (const seed of [291, 441]) {
  describe(`seed ${seed}`, function () {
    this.timeout(120_000);

    it('keeps I20 the network becomes one again', () =>
      expect(simulate({ nodes: 10, seed, forMs: 300_000 }).violations).to.deep.equal([]));
  });
}

// First in, first out, and nothing lost on the way.
import { expect } from 'chai';
import fc from 'fast-check';
import { Queue } from '../lib/queue.ts';

const bursts = fc.record({ pushes: fc.nat(3_000), takes: fc.nat(3_000) });

describe('Queue', () => {
  it('gives back what it was given, in order, however pushes and takes are mixed', () =>
    fc.assert(fc.property(fc.array(bursts, { maxLength: 8 }), (all) => {
      const queue = new Queue<number>();
      let [pushed, taken] = [0, 0];
      for (const { pushes, takes } of all) {
        for (let count = 0; count < pushes; count++) queue.push(pushed++);
        for (let count = 0; count < takes; count++) {
          const wanted = taken < pushed ? taken++ : undefined;
          if (queue.take() !== wanted) expect.fail(`not ${String(wanted)}`);
        }
      }
      while (taken < pushed) expect(queue.take()).to.equal(taken++);
      expect(queue.take()).to.be.undefined;
    }), { numRuns: 50 }));
});

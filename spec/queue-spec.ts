// First in, first out, and nothing lost on the way.
import * as v8 from 'node:v8';
import { expect } from 'chai';
import fc from 'fast-check';
import { Queue } from '../lib/queue.ts';

/** Collects first, so that only what something holds on to is counted. Not in @types/node 20. */
const { queryObjects } = v8 as unknown as { queryObjects: (of: unknown, how: { format: 'count' }) => number };

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

  it('lets go of what was taken, though it is never empty', () => {
    class Frame {
      readonly bytes = 7;
    }
    const queue = new Queue<Frame>();
    queue.push(new Frame());
    for (let count = 0; count < 100; count++) {
      queue.push(new Frame());
      queue.take();
    }
    expect(queryObjects(Frame, { format: 'count' })).to.equal(1);
    expect(queue.take()).to.be.instanceOf(Frame);
  });
});

// A token bucket: so many at once, so many a second, and the clock only when it is needed.
import { expect } from 'chai';
import * as fc from 'fast-check';
import type { Env } from '../../lib/env.ts';
import { Bucket } from '../../lib/wire/bucket.ts';
import { VirtualEnv } from '../support/virtualEnv.ts';

/** The clock of this world alone. */
const clock = (now: () => number): Env => {
  const env = new VirtualEnv();
  env.scheduler.now = now;
  return env;
};

describe('Bucket', () => {
  it('does not read the clock before it is empty', () => {
    let reads = 0;
    const bucket = new Bucket({ perSecond: 1, burst: 100 }, clock(() => (reads++, 0)));
    for (let count = 0; count < 100; count++) bucket.take();
    expect(reads).to.equal(1);
    bucket.take();
    expect(reads).to.equal(2);
  });

  it('fills up to the burst and no further', () => {
    let now = 0;
    const bucket = new Bucket({ perSecond: 10, burst: 3 }, clock(() => now));
    const taken = (): number => [1, 2, 3, 4, 5].filter(() => bucket.take()).length;
    expect(taken()).to.equal(3);
    now = 3_600_000;
    expect(taken()).to.equal(3);
  });

  it('lets through a burst and the rate, whatever the pace', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 100 }), (gaps) => {
      let [now, taken] = [0, 0];
      const bucket = new Bucket({ perSecond: 20, burst: 5 }, clock(() => now));
      for (const gap of gaps) {
        now += gap;
        if (bucket.take()) taken++;
        else expect(bucket.waitMs).to.be.within(1, 50);
        expect(taken).to.be.at.most(5 + (now * 20) / 1_000 + 1e-6);
      }
    }));
  });
});

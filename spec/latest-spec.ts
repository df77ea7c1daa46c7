// A map of what came last.
import { expect } from 'chai';
import fc from 'fast-check';
import { Latest } from '../lib/latest.ts';

describe('Latest', () => {
  it('holds the last so many keys, oldest first, however many came', () =>
    fc.assert(fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(100), (max, count) => {
      const latest = new Latest<number, string>(max);
      for (let key = 0; key < count; key++) latest.set(key, `v${key}`);
      const kept = Array.from({ length: Math.min(max, count) }, (_, index) => `v${Math.max(0, count - max) + index}`);
      expect([...latest.values()]).to.deep.equal(kept);
      expect(latest.size).to.equal(kept.length);
    })));

  it('replaces a value in its place, and puts nothing out for it', () => {
    const latest = new Latest<string, number>(2);
    for (const [key, value] of [['a', 1], ['b', 2], ['a', 3]] as const) latest.set(key, value);
    expect([latest.get('a'), latest.get('b')]).to.deep.equal([3, 2]);
    latest.set('c', 4);
    expect([latest.has('a'), latest.has('b'), latest.get('c')]).to.deep.equal([false, true, 4]);
  });

  it('forgets what is deleted, and never holds more than it may', () => {
    const latest = new Latest<number, number>(3);
    for (let key = 0; key < 100; key++) {
      latest.set(key, key);
      if (key % 3 === 0) latest.delete(key);
      expect(latest.size).to.be.at.most(3);
    }
    expect([...latest.values()]).to.deep.equal([97, 98]);
  });
});

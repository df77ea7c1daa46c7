// The persistent map, held against a plain Map, and against keys that were made to collide.
import { expect } from 'chai';
import fc from 'fast-check';
import { Table } from '../lib/table.ts';

const PRIME = 0x01000193;
const MIX = 0x2c1b3c6d;

/** The number whose product with `odd` is 1 modulo 2^32: Newton's iteration doubles the right bits each time. */
const inverseOf = (odd: number): number => {
  let inverse = odd;
  for (let count = 0; count < 5; count++) inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse));
  return inverse;
};

/** Keys of one hash: FNV-1a can be run backwards over a last character, and so can the mix. */
function* keysOf(hash: number): Generator<string> {
  const mixed = Math.imul(hash, inverseOf(MIX));
  const fnv = mixed ^ (mixed >>> 15) ^ (mixed >>> 30);
  const before = Math.imul(fnv, inverseOf(PRIME));
  for (let count = 0; ; count++) {
    const prefix = count.toString(36);
    let state = 0x811c9dc5;
    for (let at = 0; at < prefix.length; at++) state = Math.imul(state ^ prefix.charCodeAt(at), PRIME);
    const last = (state ^ before) >>> 0;
    if (last <= 0xffff) yield prefix + String.fromCharCode(last);
  }
}

const firstOf = (hash: number, count: number): string[] => {
  const found: string[] = [];
  for (const key of keysOf(hash)) if (found.push(key) === count) break;
  return found;
};

/** Same hash, same but for the last two bits, same but for the last seven, and same in the first five alone. */
const HASH = 0b01_11011_00001_10101_11111_00000_01010;
const [a = '', b = '', c = ''] = firstOf(HASH, 3);
const [d = '', e = ''] = firstOf((HASH ^ 0x80000000) >>> 0, 2);
const [f = ''] = firstOf((HASH ^ 0x02000000) >>> 0, 1);
const [g = ''] = firstOf(0b01010, 1);
const COLLIDING = [a, b, c, d, e, f, g];

const key = fc.oneof(fc.constantFrom(...COLLIDING, 'x', '__proto__', ''), fc.string({ maxLength: 3 }));
const change = fc.oneof(
  { weight: 3, arbitrary: fc.record({ set: key, value: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ delete: key }) },
);
type Change = { readonly set: string; readonly value: number } | { readonly delete: string };

const made = (changes: readonly Change[]): readonly [Table<number>, Map<string, number>] => {
  let table = Table.empty<number>();
  const map = new Map<string, number>();
  for (const one of changes) {
    if ('set' in one) {
      table = table.set(one.set, one.value);
      map.set(one.set, one.value);
    } else {
      table = table.delete(one.delete);
      map.delete(one.delete);
    }
  }
  return [table, map];
};

const changes = fc.array(change, { maxLength: 60 });

describe('Table', () => {
  it('answers as a Map does, whatever was done to it', () =>
    fc.assert(fc.property(changes, fc.array(key), (all, others) => {
      const [table, map] = made(all);
      expect(table.size).to.equal(map.size);
      for (const one of [...map.keys(), ...others, ...COLLIDING]) {
        expect([one, table.get(one), table.has(one)]).to.deep.equal([one, map.get(one), map.has(one)]);
      }
      expect(new Map(table)).to.deep.equal(map);
      expect([...table.keys()].sort()).to.deep.equal([...map.keys()].sort());
      expect([...table.values()].sort()).to.deep.equal([...map.values()].sort());
    }), { numRuns: 500 }));

  it('has one shape and one order for one content, however it came about', () =>
    fc.assert(fc.property(changes, fc.integer(), (all, seed) => {
      const [table, map] = made(all);
      const keyed = [...map].map((entry, at) => [(at * 7_919 + seed) % 31, entry] as const);
      const shuffled = keyed.sort(([x], [y]) => x - y);
      const afresh = Table.from(shuffled.map(([, entry]) => entry));
      expect(table.root).to.deep.equal(afresh.root);
      expect([...table]).to.deep.equal([...afresh]);
    }), { numRuns: 500 }));

  it('has the shape of its content again after every key that was added is taken out', () => {
    for (const stays of [[], [a], [a, b], [a, d], [a, b, c], [d, e, f], [a, b, g], [f]]) {
      const before = Table.from(stays.map((one) => [one, 1]));
      for (const order of [COLLIDING, [...COLLIDING].reverse()]) {
        const guests = order.filter((one) => !stays.includes(one));
        const full = guests.reduce((table, one) => table.set(one, 2), before);
        const left = guests.reduce((table, one) => table.delete(one), full);
        expect(left.root).to.deep.equal(before.root);
      }
    }
  });

  it('leaves what it was made from as it was', () =>
    fc.assert(fc.property(changes, changes, (first, then) => {
      const [table] = made(first);
      const before = JSON.stringify([...table]);
      then.reduce((one, next) => ('set' in next ? one.set(next.set, next.value) : one.delete(next.delete)), table);
      expect(JSON.stringify([...table])).to.equal(before);
    })));

  it('stays the very same when nothing changes', () => {
    const value = {};
    const table = Table.from([['a', value]]);
    expect(table.set('a', value)).to.equal(table);
    expect(table.delete('b')).to.equal(table);
    expect(table.update('a', (old) => old)).to.equal(table);
    expect(table.update('b', () => undefined)).to.equal(table);
    expect(table.set('a', {})).to.not.equal(table);
    expect(Table.empty()).to.equal(Table.empty());
  });

  it('changes, adds and deletes through update', () => {
    const table = Table.from([['a', 1]]);
    expect(table.update('a', (old = 0) => old + 1).get('a')).to.equal(2);
    expect(table.update('b', (old = 0) => old + 1).get('b')).to.equal(1);
    expect(table.update('a', () => undefined).size).to.equal(0);
  });

  it('is a plain object in JSON', () =>
    expect(JSON.stringify(Table.from([['a', 1]]))).to.equal('{"a":1}'));

  it('shares all but one path: a key set among ten thousand replaces at most seven branches', () => {
    const table = Table.from(Array.from({ length: 10_000 }, (_, at) => [`10.0.${at >> 8}.${at & 255}:7000`, at]));
    const branches = (slot: unknown, found = new Set<unknown>()): Set<unknown> => {
      if (typeof slot === 'object' && slot !== null && 'slots' in slot && Array.isArray(slot.slots)) {
        found.add(slot);
        for (const below of slot.slots) branches(below, found);
      }
      return found;
    };
    const old = branches(table.root);
    const fresh = [...branches(table.set('10.0.3.7:7000', -1).root)].filter((one) => !old.has(one));
    expect(fresh.length).to.be.within(1, 7);
  });
});

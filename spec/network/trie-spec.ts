// The Merkle trie, held against a plain Map, and its shape against the set that it holds.
import { expect } from 'chai';
import fc from 'fast-check';
import { hexOf } from '../../lib/network/fields.ts';
import { Trie, type Keyed } from '../../lib/network/trie.ts';

interface Item extends Keyed { readonly value: number }

const bytes = ({ key, value }: Item): Uint8Array => Buffer.from(`${key}=${value}`);

/** Many keys that begin alike. */
const key = fc.array(fc.constantFrom('0', '7', 'f'), { minLength: 4, maxLength: 4 }).map((digits) => digits.join(''));
const change = fc.record({ key, value: fc.nat(2), gone: fc.boolean() });
const changes = fc.array(change, { maxLength: 60 });

const made = (all: readonly (Item & { gone: boolean })[]): readonly [Trie<Item>, Map<string, Item>] => {
  let trie = Trie.empty<Item>();
  const map = new Map<string, Item>();
  for (const { gone, ...item } of all) {
    trie = gone ? trie.delete(item.key) : trie.set(item);
    if (gone) map.delete(item.key);
    else map.set(item.key, item);
  }
  return [trie, map];
};

describe('the trie', () => {
  it('holds what a Map would, in order, and finds it by prefix', () =>
    fc.assert(fc.property(changes, fc.constantFrom('', '0', '7f', 'f07', '0707'), (all, prefix) => {
      const [trie, map] = made(all);
      const sorted = [...map.values()].sort((one, two) => (one.key < two.key ? -1 : 1));
      expect([...trie]).to.deep.equal(sorted);
      expect(trie.size).to.equal(map.size);
      expect(trie.last()).to.equal(sorted.at(-1));
      const under = sorted.filter((item) => item.key.startsWith(prefix));
      expect([...trie.under(prefix)]).to.deep.equal(under);
      expect(trie.sizeUnder(prefix)).to.equal(under.length);
      for (const { key: one } of all) expect(trie.get(one)).to.equal(map.get(one));
    }), { numRuns: 1_000 }));

  it('has one shape and one hash for one content, however it came about, and another hash for another', () =>
    fc.assert(fc.property(changes, changes, (one, two) => {
      const [[a, content], [b, other]] = [made(one), made(two)];
      const afresh = [...content.values()].reverse().reduce((trie, item) => trie.set(item), Trie.empty<Item>());
      expect(a.root).to.deep.equal(afresh.root);
      expect(hexOf(a.hash(bytes))).to.equal(hexOf(afresh.hash(bytes)));
      const isSame = ([name, { value }]: [string, Item]): boolean => other.get(name)?.value === value;
      const same = content.size === other.size && [...content].every(isSame);
      expect(hexOf(a.hash(bytes)) === hexOf(b.hash(bytes))).to.equal(same);
    }), { numRuns: 1_000 }));

  it('has at a prefix the hash that a trie of only those items has there', () =>
    fc.assert(fc.property(changes, key.map((digits) => digits.slice(0, 2)), (all, prefix) => {
      const [trie] = made(all);
      const only = [...trie.under(prefix)].reduce((part, item) => part.set(item), Trie.empty<Item>());
      expect(hexOf(trie.nodeAt(prefix).hash(bytes))).to.equal(hexOf(only.nodeAt(prefix).hash(bytes)));
    }), { numRuns: 500 }));

  it('hashes no more than one path again after a change among ten thousand', () => {
    const keyOf = (at: number): string => Math.imul(at + 1, 0x9e3779b1).toString(16).replace('-', '').padStart(8, '0');
    const trie = Array.from({ length: 10_000 }, (_, at) => ({ key: keyOf(at), value: 0 }))
      .reduce((all, item) => all.set(item), Trie.empty<Item>());
    let hashed = 0;
    const counting = (item: Item): Uint8Array => {
      hashed += 1;
      return bytes(item);
    };
    trie.hash(counting);
    expect(hashed).to.equal(trie.size);
    hashed = 0;
    trie.set({ key: keyOf(77), value: 1 }).hash(counting);
    expect(hashed).to.be.within(1, 8);
  });

  it('stays the very same when nothing changes', () => {
    const item = { key: '0f', value: 1 };
    const trie = Trie.empty<Item>().set(item);
    expect(trie.set(item)).to.equal(trie);
    expect(trie.delete('ff')).to.equal(trie);
  });
});

// A persistent map from strings: `set` and `delete` return a new table that shares all but one path with the old one,
// O(log32 n). Equal contents give equal shapes, whatever the order they came in, so tests can compare two tables.
// A hash array mapped trie: Bagwell, "Ideal Hash Trees", EPFL 2001, with the canonical deletion of Steindorff and
// Vinju, "Optimizing Hash-Array Mapped Tries", OOPSLA 2015.

const BITS = 5;
const MASK = 31;
/** Seven levels use up the 32 bits of a hash; below them keys are compared one by one. */
const DEPTH_MAX = 7;

interface Leaf<V> { readonly key: string; readonly hash: number; readonly value: V }
interface Branch<V> { readonly bitmap: number; readonly slots: readonly Slot<V>[] }
/** Keys of one and the same hash, sorted so that the shape stays canonical. */
interface Bucket<V> { readonly leaves: readonly Leaf<V>[] }
type Slot<V> = Leaf<V> | Branch<V> | Bucket<V>;

/** FNV-1a, with a final mix so that the low five bits depend on all. Its keys are ours, or capped by a limit. */
const hashOf = (key: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
};

const bitOf = (hash: number, depth: number): number => 1 << ((hash >>> (BITS * depth)) & MASK);

const countBits = (word: number): number => {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

const indexOf = (bitmap: number, bit: number): number => countBits(bitmap & (bit - 1));

/** Not `splice`, which takes five times as long as what it is for. */
const replaced = <V>(slots: readonly Slot<V>[], at: number, slot: Slot<V>): Slot<V>[] => {
  const copy = slots.slice();
  copy[at] = slot;
  return copy;
};

const inserted = <V>(slots: readonly Slot<V>[], at: number, slot: Slot<V>): Slot<V>[] => {
  const copy = slots.slice(0, at);
  copy.push(slot, ...slots.slice(at));
  return copy;
};

const find = <V>(root: Branch<V>, key: string, hash: number): Leaf<V> | undefined => {
  let slot: Slot<V> | undefined = root;
  for (let depth = 0; slot !== undefined && 'slots' in slot; depth++) {
    const bit = bitOf(hash, depth);
    slot = (slot.bitmap & bit) === 0 ? undefined : slot.slots[indexOf(slot.bitmap, bit)];
  }
  if (slot === undefined) return undefined;
  if ('leaves' in slot) return slot.leaves.find((leaf) => leaf.key === key);
  return slot.key === key ? slot : undefined;
};

const joined = <V>(one: Leaf<V>, two: Leaf<V>, depth: number): Slot<V> => {
  if (depth >= DEPTH_MAX) return { leaves: one.key < two.key ? [one, two] : [two, one] };
  const [a, b] = [bitOf(one.hash, depth), bitOf(two.hash, depth)];
  if (a === b) return { bitmap: a, slots: [joined(one, two, depth + 1)] };
  return { bitmap: a | b, slots: a >>> 0 < b >>> 0 ? [one, two] : [two, one] };
};

const put = <V>(slot: Slot<V>, leaf: Leaf<V>, depth: number): Slot<V> => {
  if ('slots' in slot) {
    const bit = bitOf(leaf.hash, depth);
    const at = indexOf(slot.bitmap, bit);
    const old = slot.slots[at];
    if ((slot.bitmap & bit) === 0 || old === undefined) {
      return { bitmap: slot.bitmap | bit, slots: inserted(slot.slots, at, leaf) };
    }
    const next = put(old, leaf, depth + 1);
    return next === old ? slot : { bitmap: slot.bitmap, slots: replaced(slot.slots, at, next) };
  }
  if ('leaves' in slot) {
    const others = slot.leaves.filter(({ key }) => key !== leaf.key);
    return { leaves: [...others, leaf].sort((a, b) => (a.key < b.key ? -1 : 1)) };
  }
  if (slot.key !== leaf.key) return joined(slot, leaf, depth);
  return Object.is(slot.value, leaf.value) ? slot : leaf;
};

/** What is left of a slot without a key it holds: a branch with a single leaf below the root becomes that leaf. */
const without = <V>(slot: Slot<V>, key: string, hash: number, depth: number): Slot<V> | undefined => {
  if ('slots' in slot) {
    const bit = bitOf(hash, depth);
    const at = indexOf(slot.bitmap, bit);
    const old = slot.slots[at];
    const rest = old === undefined ? undefined : without(old, key, hash, depth + 1);
    const slots = rest === undefined ? slot.slots.toSpliced(at, 1) : replaced(slot.slots, at, rest);
    const only = slots.length === 1 ? slots[0] : undefined;
    if (depth > 0 && only !== undefined && 'key' in only) return only; // a bucket stays below all seven levels
    return slots.length === 0 && depth > 0 ? undefined : { bitmap: rest ? slot.bitmap : slot.bitmap & ~bit, slots };
  }
  if (!('leaves' in slot)) return undefined;
  const leaves = slot.leaves.filter((leaf) => leaf.key !== key);
  return leaves.length === 1 ? leaves[0] : { leaves };
};

/** Walks the leaves, with one place kept for each level: generators within generators pass each leaf up through all. */
class Walk<V, T> implements IterableIterator<T> {
  readonly #take: (leaf: Leaf<V>) => T;
  readonly #levels: { readonly slots: readonly Slot<V>[]; at: number }[];

  constructor(root: Branch<V>, take: (leaf: Leaf<V>) => T) {
    this.#take = take;
    this.#levels = [{ slots: root.slots, at: 0 }];
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<T, undefined> {
    for (let level = this.#levels.at(-1); level !== undefined; level = this.#levels.at(-1)) {
      const slot = level.slots[level.at++];
      if (slot === undefined) this.#levels.pop();
      else if ('key' in slot) return { done: false, value: this.#take(slot) };
      else this.#levels.push({ slots: 'slots' in slot ? slot.slots : slot.leaves, at: 0 });
    }
    return { done: true, value: undefined };
  }
}

/** An immutable map from strings to `V`. Iterates in an order of its own, the same for equal contents. */
export class Table<V> implements Iterable<readonly [string, V]> {
  /** How many keys it holds. */
  readonly size: number;
  /** @internal Not private to the language, so that assertion libraries see it when they compare two tables. */
  readonly root: Branch<V>;

  private constructor(root: Branch<V>, size: number) {
    this.root = root;
    this.size = size;
  }

  static readonly #empty = new Table<never>({ bitmap: 0, slots: [] }, 0);

  static empty<V>(): Table<V> {
    return Table.#empty;
  }

  static from<V>(entries: Iterable<readonly [string, V]>): Table<V> {
    let table = Table.empty<V>();
    for (const [key, value] of entries) table = table.set(key, value);
    return table;
  }

  get(key: string): V | undefined {
    return find(this.root, key, hashOf(key))?.value;
  }

  has(key: string): boolean {
    return find(this.root, key, hashOf(key)) !== undefined;
  }

  /** The same table when the key has that very value already. */
  set(key: string, value: V): Table<V> {
    const hash = hashOf(key);
    const old = find(this.root, key, hash);
    if (old !== undefined && Object.is(old.value, value)) return this;
    const root = put(this.root, { key, hash, value }, 0) as Branch<V>;
    return new Table(root, old === undefined ? this.size + 1 : this.size);
  }

  /** The same table when the key is not there. */
  delete(key: string): Table<V> {
    const hash = hashOf(key);
    if (find(this.root, key, hash) === undefined) return this;
    return new Table(without(this.root, key, hash, 0) as Branch<V>, this.size - 1);
  }

  /** The table with `change` applied to the value of a key; `undefined` from it deletes the key. */
  update(key: string, change: (value: V | undefined) => V | undefined): Table<V> {
    const value = change(this.get(key));
    return value === undefined ? this.delete(key) : this.set(key, value);
  }

  keys(): IterableIterator<string> {
    return new Walk(this.root, ({ key }: Leaf<V>) => key);
  }

  values(): IterableIterator<V> {
    return new Walk(this.root, ({ value }: Leaf<V>) => value);
  }

  [Symbol.iterator](): IterableIterator<readonly [string, V]> {
    return new Walk(this.root, ({ key, value }: Leaf<V>) => [key, value] as const);
  }

  /** Plain, for JSON, for assertions and for people who print a state. */
  toJSON(): Record<string, V> {
    return Object.fromEntries(this);
  }
}

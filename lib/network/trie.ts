// A persistent radix-16 trie whose shape is a function of what it holds: a Merkle tree that a change updates along one
// path. At most eight items make a leaf, more of them a branch by their next hex digit, in whatever order they came.
import { concat } from './fields.ts';
import { sha256 } from './sha256.ts';

/** @property key hex digits, of one length for all items of a trie */
export interface Keyed {
  readonly key: string;
}

/** Fewer would make the tree deeper, more would make every leaf that differs dearer to list. */
export const LEAF_MAX = 8;
export const RADIX = 16;
/** Set before what is hashed, so that no leaf can be passed off as a branch. */
const LEAF_TAG = Uint8Array.of(0);
const BRANCH_TAG = 1;

type Bytes<T> = (item: T) => Uint8Array;

/** Classes for the sake of the hash that each remembers once it was asked for: no comparison sees a private field. */
class Leaf<T extends Keyed> {
  readonly items: readonly T[];
  #hash: Uint8Array | undefined;

  constructor(items: readonly T[]) {
    this.items = items;
  }

  get size(): number {
    return this.items.length;
  }

  hash(bytes: Bytes<T>): Uint8Array {
    return (this.#hash ??= sha256(concat([LEAF_TAG, ...this.items.map(bytes)])));
  }
}

class Branch<T extends Keyed> {
  /** Sixteen; what is empty is undefined. */
  readonly children: readonly (TrieNode<T> | undefined)[];
  readonly size: number;
  #hash: Uint8Array | undefined;

  constructor(children: readonly (TrieNode<T> | undefined)[]) {
    this.children = children;
    this.size = children.reduce((sum, child) => sum + (child?.size ?? 0), 0);
  }

  hash(bytes: Bytes<T>): Uint8Array {
    return (this.#hash ??= this.#computed(bytes));
  }

  #computed(bytes: Bytes<T>): Uint8Array {
    const present = this.children.reduce((bits, child, digit) => (child === undefined ? bits : bits | 1 << digit), 0);
    const hashes = this.children.flatMap((child) => (child === undefined ? [] : [child.hash(bytes)]));
    return sha256(concat([Uint8Array.of(BRANCH_TAG, present >>> 8, present & 255), ...hashes]));
  }
}

export type TrieNode<T extends Keyed> = Leaf<T> | Branch<T>;

const digitOf = (key: string, depth: number): number => parseInt(key.charAt(depth), RADIX);

const built = <T extends Keyed>(items: readonly T[], depth: number): TrieNode<T> => {
  if (items.length <= LEAF_MAX) return new Leaf(items);
  const parts = Array.from({ length: RADIX }, (): T[] => []);
  for (const item of items) parts[digitOf(item.key, depth)]?.push(item);
  return new Branch(parts.map((part) => (part.length === 0 ? undefined : built(part, depth + 1))));
};

const put = <T extends Keyed>(node: TrieNode<T> | undefined, item: T, depth: number): TrieNode<T> => {
  if (node === undefined) return new Leaf([item]);
  if (node instanceof Branch) {
    const digit = digitOf(item.key, depth);
    return new Branch(node.children.with(digit, put(node.children[digit], item, depth + 1)));
  }
  const at = node.items.findIndex(({ key }) => key >= item.key);
  if (at < 0) return built([...node.items, item], depth);
  if (node.items[at]?.key === item.key) return new Leaf(node.items.with(at, item));
  return built(node.items.toSpliced(at, 0, item), depth);
};

const taken = <T extends Keyed>(node: TrieNode<T>, key: string, depth: number): TrieNode<T> | undefined => {
  if (node instanceof Leaf) {
    const items = node.items.filter((item) => item.key !== key);
    return items.length === 0 ? undefined : new Leaf(items);
  }
  const digit = digitOf(key, depth);
  const child = node.children[digit];
  const branch = new Branch(node.children.with(digit, child && taken(child, key, depth + 1)));
  return branch.size <= LEAF_MAX ? new Leaf([...itemsOf(branch)]) : branch;
};

function* itemsOf<T extends Keyed>(node: TrieNode<T> | undefined): Generator<T> {
  if (node instanceof Leaf) yield* node.items;
  else if (node !== undefined) for (const child of node.children) yield* itemsOf(child);
}

const EMPTY = new Leaf<never>([]);

/** An immutable ordered set of keyed items. */
export class Trie<T extends Keyed> implements Iterable<T> {
  readonly root: TrieNode<T>;

  private constructor(root: TrieNode<T>) {
    this.root = root;
  }

  static empty<T extends Keyed>(): Trie<T> {
    return new Trie<T>(EMPTY);
  }

  get size(): number {
    return this.root.size;
  }

  get(key: string): T | undefined {
    let node: TrieNode<T> | undefined = this.root;
    for (let depth = 0; node instanceof Branch; depth++) node = node.children[digitOf(key, depth)];
    return node?.items.find((item) => item.key === key);
  }

  /** With the item, in the place of the one that has its key. */
  set(item: T): Trie<T> {
    return this.get(item.key) === item ? this : new Trie(put(this.root, item, 0));
  }

  /** The same trie when the key is not there. */
  delete(key: string): Trie<T> {
    return this.get(key) === undefined ? this : new Trie(taken(this.root, key, 0) ?? EMPTY);
  }

  /** What is under a prefix, in order; looked at only as far as it is asked for. */
  under(prefix: string): Iterable<T> {
    let node: TrieNode<T> | undefined = this.root;
    let depth = 0;
    while (depth < prefix.length && node instanceof Branch) node = node.children[digitOf(prefix, depth++)];
    if (node instanceof Leaf) return node.items.filter(({ key }) => key.startsWith(prefix)); // all of a branch is
    return itemsOf(node);
  }

  /** How many items are under a prefix. */
  sizeUnder(prefix: string): number {
    return this.nodeAt(prefix).size;
  }

  /** The node that a trie of only what is under the prefix would have there: the same for the same items. */
  nodeAt(prefix: string): TrieNode<T> {
    let node: TrieNode<T> = this.root;
    for (let depth = 0; depth < prefix.length; depth++) {
      if (node instanceof Leaf) return new Leaf(node.items.filter(({ key }) => key.startsWith(prefix)));
      node = node.children[digitOf(prefix, depth)] ?? EMPTY;
    }
    return node;
  }

  /** The item with the highest key. */
  last(): T | undefined {
    let node: TrieNode<T> | undefined = this.root;
    while (node instanceof Branch) node = node.children.findLast((child) => child !== undefined);
    return node?.items.at(-1);
  }

  /** @param bytes what of an item is hashed: always the same function for one trie, as nodes remember their hashes */
  hash(bytes: Bytes<T>): Uint8Array {
    return this.root.hash(bytes);
  }

  [Symbol.iterator](): Generator<T> {
    return itemsOf(this.root);
  }
}

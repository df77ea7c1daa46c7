// Two nodes find what their maps differ in by walking down both tries at once: the tail asks, the head answers.
//
//     tail  these prefixes: the hashes of my sixteen children there, or: I have few, list yours
//     head  your children that differ from mine: ask there again, or here are my items where I have few
//
// Hashes are cut to 4 bytes, and salted by whoever asks, so that nobody can prepare records that collide.
import type { NodeId } from '../nodeId.ts';
import { entryBytes, seqOf, type Entry } from './entry.ts';
import { concat, hexOf } from './fields.ts';
import { edgeIdOf, type EdgeId } from './ids.ts';
import type { NetworkMap } from './networkMap.ts';
import { sha256 } from './sha256.ts';
import { LEAF_MAX, RADIX } from './trie.ts';

/** Of a node id in hex: the longest prefix there is. */
export const DIGITS_MAX = 40;
/** One difference in 2^32 is overlooked, until the next descent with another salt; the digest is what decides. */
export const SHORT_HASH_BYTES = 4;
/** In one question: 22 KiB at most. */
export const PROBES_MAX = 256;
/** So that an answer fits into a frame with all that is around it; what would go past is left for the next question. */
export const ANSWER_BYTES_MAX = 60_000;
/** The bytes of a name, and those of a finding beside its names and the digits of its prefix. */
export const ITEM_BYTES = 21;
const FINDING_BYTES = 4;
/** Where the tail has few, the head lists as many as that rather than have it ask for each of sixteen children. */
export const LISTED_MAX = 64;
/** Sixteen children of every probe of a question; an honest head has no more for maps of 16,384 entries. */
const OPEN_MAX = 4_096;
/** Twice what a node without a map needs to learn of 16,384 entries. What was not found by then, the next one finds. */
export const QUESTIONS_MAX = 64;

/** An entry by name, `seq` and salted hash, in hex: it shows who has the later one, and whether they are the same. */
export interface ItemName {
  readonly id: EdgeId;
  readonly seq: number;
  readonly hash: string;
  /** Salted, of the one place that the node has claimed; 0 when they are several: then `seq` alone decides nothing. */
  readonly shape: number;
}

/** What the tail has under a prefix: sixteen hashes in hex, empty where there is nothing; without them: few items. */
export interface Probe {
  readonly prefix: string;
  readonly children?: readonly string[];
}

export interface Question {
  /** The same for all questions of a descent. */
  readonly salt: Uint8Array;
  readonly probes: readonly Probe[];
}

/** What the head has under a prefix: all its items; without them: more than it lists, ask for its children. */
export interface Finding {
  readonly prefix: string;
  readonly items?: readonly ItemName[];
}

export interface Answer {
  /** How many of the probes it is about, from the first on: the others did not fit. */
  readonly taken: number;
  readonly findings: readonly Finding[];
}

const salted = (salt: Uint8Array, bytes: Uint8Array): Uint8Array => sha256(concat([salt, bytes]));

const short = (salt: Uint8Array, bytes: Uint8Array): string =>
  hexOf(salted(salt, bytes).subarray(0, SHORT_HASH_BYTES));

const shapeOf = ([first, ...others]: readonly Entry[], salt: Uint8Array): number => {
  if (first === undefined || others.length > 0 || first.versions.length > 1) return 0;
  return Math.max(1, salted(salt, Buffer.from(first.versions[0].place.name))[0] ?? 1);
};

/** @param entries all of one name: one, unless somebody has spent 2^40 keys on two */
const itemName = (id: EdgeId, entries: readonly Entry[], salt: Uint8Array): ItemName => ({
  id,
  seq: Math.max(...entries.map(seqOf)),
  hash: short(salt, concat(entries.map(entryBytes))),
  shape: shapeOf(entries, salt),
});

const namedUnder = ({ entries }: NetworkMap, prefix: string): ReadonlyMap<EdgeId, readonly Entry[]> => {
  const named = new Map<EdgeId, readonly Entry[]>();
  for (const entry of entries.under(prefix)) {
    const name = edgeIdOf(entry.id);
    named.set(name, [...named.get(name) ?? [], entry]);
  }
  return named;
};

/** The salted hashes of what is under each digit after a prefix; empty where there is nothing. */
export const children = ({ entries }: NetworkMap, prefix: string, salt: Uint8Array): readonly string[] =>
  byDigit(prefix).map((below) => {
    const node = entries.nodeAt(below);
    return node.size === 0 ? '' : short(salt, node.hash(entryBytes));
  });

const byDigit = (prefix: string): readonly string[] =>
  Array.from({ length: RADIX }, (_, digit) => prefix + digit.toString(RADIX));

const findingAt = (map: NetworkMap, prefix: string, salt: Uint8Array, most: number): Finding =>
  map.entries.sizeUnder(prefix) > most
    ? { prefix }
    : { prefix, items: [...namedUnder(map, prefix)].map(([id, entries]) => itemName(id, entries, salt)) };

const findings = (map: NetworkMap, { prefix, children: theirs }: Probe, salt: Uint8Array): readonly Finding[] => {
  const isWholeId = prefix.length >= DIGITS_MAX; // nothing is below it, whatever the tail says to have there
  if (isWholeId || (theirs === undefined && map.entries.sizeUnder(prefix) <= LISTED_MAX)) {
    return [findingAt(map, prefix, salt, LISTED_MAX)];
  }
  const mine = theirs === undefined ? [] : children(map, prefix, salt);
  return byDigit(prefix)
    .filter((_, digit) => theirs === undefined || mine[digit] !== theirs[digit])
    .map((below) => findingAt(map, below, salt, LEAF_MAX));
};

const bytesOf = ({ prefix, items = [] }: Finding): number =>
  FINDING_BYTES + (prefix.length >> 1) + items.length * ITEM_BYTES;

/** The head's part: as many of the probes as fit into an answer, one at least. */
export const answer = (map: NetworkMap, { salt, probes }: Question): Answer => {
  const found: Finding[] = [];
  let [taken, bytes] = [0, 0];
  for (const probe of probes.slice(0, PROBES_MAX)) {
    const next = findings(map, probe, salt);
    bytes += next.reduce((sum, finding) => sum + bytesOf(finding), 0);
    if (taken > 0 && bytes > ANSWER_BYTES_MAX) break;
    taken += 1;
    found.push(...next);
  }
  return { taken, findings: found };
};

/** How far the tail has come; immutable. */
export interface Descent {
  readonly salt: Uint8Array;
  /** Prefixes that differ and have not been looked into. */
  readonly open: readonly string[];
  readonly questions: number;
  /** Entries that the head has otherwise, or later: to `get`. */
  readonly wanted: readonly EdgeId[];
  /** Entries that the head has not, or has otherwise, or earlier: to `push`. */
  readonly given: readonly NodeId[];
}

/** @param salt fresh chance for each descent: 16 bytes */
export const descentFrom = (salt: Uint8Array): Descent =>
  ({ salt, open: [''], questions: 0, wanted: [], given: [] });

/** The tail's next question; undefined when there is nothing left to ask, or it has asked enough. */
export const ask = (map: NetworkMap, { open, salt, questions }: Descent): Question | undefined =>
  open.length === 0 || questions >= QUESTIONS_MAX ? undefined : {
    salt,
    probes: open.slice(0, PROBES_MAX).map((prefix) => map.entries.sizeUnder(prefix) <= LEAF_MAX
      ? { prefix }
      : { prefix, children: children(map, prefix, salt) }),
  };

/** Whether who has the one should tell who has the other. */
const adds = (one: ItemName | undefined, two: ItemName | undefined): boolean => {
  if (one === undefined || one.hash === two?.hash) return false;
  return two === undefined || one.seq >= two.seq || one.shape !== two.shape || one.shape === 0;
};

const compared = (
  map: NetworkMap, { prefix, items = [] }: Finding, salt: Uint8Array,
): Pick<Descent, 'wanted' | 'given'> => {
  const entries = namedUnder(map, prefix);
  const mine = new Map([...entries].map(([id, named]) => [id, itemName(id, named, salt)]));
  const theirs = new Map(items.map((item) => [item.id, item]));
  return {
    wanted: items.filter((item) => adds(item, mine.get(item.id))).map(({ id }) => id),
    given: [...entries]
      .filter(([id]) => adds(mine.get(id), theirs.get(id)))
      .flatMap(([, named]) => named.map(({ id }) => id)),
  };
};

/** The tail's part, after an answer: what to get and to push, and where to ask next. Garbage in it does no harm. */
export const descended = (map: NetworkMap, descent: Descent, { taken, findings: found }: Answer): Descent => {
  const asked = Math.max(1, Math.min(taken, PROBES_MAX));
  const looked = new Set(descent.open.slice(0, asked));
  const meant = found.slice(0, RADIX * PROBES_MAX).filter(({ prefix, items }) =>
    looked.has(prefix.slice(0, -1)) && prefix !== '' || (items !== undefined && looked.has(prefix)));
  const results = meant.filter(({ items }) => items !== undefined).map((one) => compared(map, one, descent.salt));
  const deeper = meant.filter(({ items }) => items === undefined).map(({ prefix }) => prefix);
  return {
    salt: descent.salt,
    questions: descent.questions + 1,
    open: [...new Set([...deeper, ...descent.open.slice(asked)])].slice(0, OPEN_MAX),
    wanted: [...new Set([...descent.wanted, ...results.flatMap(({ wanted }) => wanted)])],
    given: [...new Set([...descent.given, ...results.flatMap(({ given }) => given)])],
  };
};

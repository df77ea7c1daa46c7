// C7: how many of a node's outgoing slots somebody has who owns many addresses, after the node was restarted.
//
// No sockets and no clock: the address book as the state keeps it, the quotas of the map, the rings, and the draw over
// groups. The attacker is given what it can get: all it tells of is tested and found, so it stands among the tried, and
// it has had all the time there is.
import { added, found, type AddressBook } from '../../lib/addressBook.ts';
import { QUOTAS } from '../../lib/network/rules.ts';
import { fromGroups, grouped } from '../../lib/overGroups.ts';
import { sfc32 } from '../../lib/sfc32.ts';
import type { AddressState } from '../../lib/state.ts';
import { Table } from '../../lib/table.ts';
import { placesOf } from '../../lib/ring.ts';

export const HONEST = 1_000;
export const HONEST_GROUPS = 400;
const SLOTS = { ring: 2, random: 4, anchors: 2 } as const;
const ALL = SLOTS.ring + SLOTS.random + SLOTS.anchors;
/** Each has a key of its own; the trials are spread over them. */
const BOOKS = 20;

export interface Attack {
  /** Addresses, and the /16 groups that they are in. */
  readonly addresses: number;
  readonly groups: number;
}

export interface Eclipse extends Attack {
  readonly trials: number;
  /** The attacker's share of the tried in the book, of four slots drawn by chance, and of all eight with two anchors. */
  readonly book: number;
  readonly byChance: number;
  readonly whole: number;
  /** And of eight that are all drawn by chance, without anchors and rings. */
  readonly bare: number;
  /** How many of the trials left no honest head: with anchors, and of eight drawn by chance. */
  readonly eclipsed: number;
  readonly bareEclipsed: number;
}

interface Owned extends AddressState {
  readonly isHostile: boolean;
}

const endpoint = (first: number, group: number, host: number): string =>
  `${first + (group >> 8)}.${group & 255}.${host >> 8}.${host & 255}:7000`;

/** Honest groups begin at 20.0, hostile ones at 60.0. */
const addresses = (first: number, count: number, groups: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => endpoint(first, at % groups, 1 + Math.floor(at / groups)));

const heard = (at: string, source: string): AddressState =>
  ({ endpoint: at, from: 'in-1', source, learntAt: 0, attempts: 0, nextAttemptAt: 0 });

const sourceOf = (first: number, at: number, groups: number): string => `from ${first}.${at % Math.max(1, groups)}`;

/** What the two parties tell and what is then found, by turns. */
const filled = (key: string, honest: readonly string[], hostile: readonly string[], groups: number): AddressBook => {
  let book: AddressBook = { addresses: Table.empty(), places: Table.empty() };
  const terms = { key, now: 0 };
  const tell = (at: string, source: string): void => {
    book = added(book, heard(at, source), terms);
    const known = book.addresses.get(at);
    if (known !== undefined) book = found(book, known, terms);
  };
  for (let at = 0; at < Math.max(honest.length, hostile.length); at++) {
    if (at < honest.length) tell(honest[at] ?? '', sourceOf(20, at, HONEST_GROUPS));
    if (at < hostile.length) tell(hostile[at] ?? '', sourceOf(60, at, groups));
  }
  return book;
};

/** So many of its nodes are let into the map: no more than the quota of each group. */
const admitted = ({ addresses: count, groups }: Attack): number =>
  Math.min(QUOTAS.all - HONEST, groups * Math.min(QUOTAS.wide, Math.floor(count / groups)) || Math.min(count, groups));

type Ids = readonly { readonly place: number; readonly isHostile: boolean }[];

/** Everybody in the map, in the order of a ring. */
const ringOf = (ring: number, hostile: number): Ids =>
  [...Array.from({ length: HONEST }, (_, at) => ({ name: `honest ${at}`, isHostile: false })),
    ...Array.from({ length: hostile }, (_, at) => ({ name: `hostile ${at}`, isHostile: true }))]
    .map(({ name, isHostile }) => ({ place: placesOf(name)[ring] ?? 0, isHostile }))
    .sort((one, two) => one.place - two.place);

const next = (ids: Ids, place: number): boolean => {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle]?.place ?? 0) > place) high = middle;
    else low = middle + 1;
  }
  return (ids[low % ids.length]?.isHostile) === true;
};

const isHostile = ({ endpoint: at }: AddressState): boolean => Number(at.slice(0, at.indexOf('.'))) >= 60;

/** One book, and as many restarts of a node that has it. */
const trialled = (attack: Attack, { key, trials, random, rings }: {
  readonly key: string; readonly trials: number; readonly random: () => number; readonly rings: readonly Ids[];
}): readonly number[] => {
  const hostile = addresses(60, attack.addresses, attack.groups);
  const book = filled(key, addresses(20, HONEST, HONEST_GROUPS), hostile, attack.groups);
  const tried = [...book.addresses.values()].filter(({ provenAt }) => provenAt !== undefined);
  const lists = [grouped<Owned>(tried.map((one) => ({ ...one, isHostile: isHostile(one) })))];
  const count = (all: readonly Owned[]): number => all.filter((one) => one.isHostile).length;
  const draw = (slots: number): number =>
    count(fromGroups(lists, { count: slots, perGroup: 1, taken: () => 0 }, random));
  let [chance, ring, eclipsed, bare, bareEclipsed] = [0, 0, 0, 0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const byChance = draw(SLOTS.random);
    const onRings = rings.filter((ids) => next(ids, Math.floor(random() * 2 ** 48))).length;
    const all = draw(ALL);
    chance += byChance;
    ring += onRings;
    bare += all;
    if (byChance + onRings === ALL) eclipsed += 1; // two anchors are honest, so never
    if (all === ALL) bareEclipsed += 1;
  }
  return [chance, ring, eclipsed, bare, bareEclipsed, tried.filter(isHostile).length / tried.length];
};

/**
 * @param trials restarts; the same seed gives the same figures
 * @example eclipse({ addresses: 8_192, groups: 32 }, 10_000, 1).whole
 */
export const eclipse = (attack: Attack, trials: number, seed: number): Eclipse => {
  const random = sfc32(seed);
  const rings = [0, 1].map((ring) => ringOf(ring, admitted(attack)));
  const each = Math.ceil(trials / BOOKS);
  const all = Array.from({ length: BOOKS }, (_, book) =>
    trialled(attack, { key: `book ${seed} ${book}`, trials: each, random, rings }));
  const sum = (at: number): number => all.reduce((total, one) => total + (one[at] ?? 0), 0);
  const done = BOOKS * each;
  return {
    ...attack, trials: done, book: sum(5) / BOOKS,
    byChance: sum(0) / (done * SLOTS.random), whole: (sum(0) + sum(1)) / (done * ALL), bare: sum(3) / (done * ALL),
    eclipsed: sum(2), bareEclipsed: sum(4),
  };
};

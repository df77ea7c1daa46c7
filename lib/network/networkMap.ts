// The map of the whole network: one immutable value that shares with its predecessor all that did not change.
//
// Maps join: whatever the order, the grouping and the repetition in which records were heard, what is known at the end
// is the same. Versions join by a lattice (version.ts), places are kept by a matroid (quotas.ts), and what has expired
// by the last sweep is not let in.
import { entryBytes, kept, keyOf, withVersion, type Entry } from './entry.ts';
import { concat, hexOf, uint } from './fields.ts';
import { expiryOf } from './header.ts';
import { NO_SEATS, seated, seatOf, withoutSeat, type Seat, type Seats } from './quotas.ts';
import type { NodeId } from '../nodeId.ts';
import type { Rules } from './rules.ts';
import { sha256 } from './sha256.ts';
import { Trie } from './trie.ts';
import { sameVersion, type Version } from './version.ts';

export interface NetworkMap {
  readonly rules: Rules;
  /** By the hex of the id. */
  readonly entries: Trie<Entry>;
  readonly seats: Seats;
  /** When all nodes last dropped what had expired: a multiple of ten minutes, milliseconds since 1970; 0: never. */
  readonly sweepTime: number;
}

/** All nodes sweep at the same moments, so that expiry is a step that they take together. */
export const SWEEP_MS = 600_000;
/** Clocks may differ by a minute; nobody is dropped for that. */
export const EXPIRY_GRACE_MS = 120_000;

/** The last moment for sweeping. @param now milliseconds since 1970 */
export const sweepTimeOf = (now: number): number => Math.floor(now / SWEEP_MS) * SWEEP_MS;

/** @example emptyMap(rulesOf('town')) */
export const emptyMap = (rules: Rules, sweepTime = 0): NetworkMap =>
  ({ rules, entries: Trie.empty(), seats: NO_SEATS, sweepTime });

export const entryOf = ({ entries }: NetworkMap, id: NodeId): Entry | undefined => entries.get(keyOf(id));

/** Whether a version has expired at a sweep. */
export const isExpired = ({ record: { header } }: Version, sweepTime: number): boolean =>
  expiryOf(header) < sweepTime - EXPIRY_GRACE_MS;

/** A map, and the nodes whose entries are not what they were in the one before: whom to journal and to relay. */
export interface Changed {
  readonly map: NetworkMap;
  readonly changed: readonly NodeId[];
  /** Nothing was taken up since others have all the places that the version could have: an answer, not an error. */
  readonly full?: true;
}

const entryAt = (map: NetworkMap, key: string): Entry | undefined => map.entries.get(key);

const withEntry = (map: NetworkMap, entry: Entry): NetworkMap => ({ ...map, entries: map.entries.set(entry) });

/** The map without what an entry has at a place. */
const withoutPlace = (map: NetworkMap, { entry: key, place }: Seat): Changed => {
  const entry = entryAt(map, key);
  if (entry === undefined) return { map, changed: [] };
  const rest = kept(entry, (version) => version.place.name !== place.name);
  const entries = rest === undefined ? map.entries.delete(key) : map.entries.set(rest);
  return { map: { ...map, entries }, changed: [entry.id] };
};

/** The map with a version joined in, which is of this network and signed: learn.ts. */
export const joinVersion = (map: NetworkMap, version: Version): Changed => {
  const { rules, sweepTime } = map;
  if (isExpired(version, sweepTime)) return { map, changed: [] };
  const { id } = version.record.header;
  const key = keyOf(id);
  const entry = entryAt(map, key);
  const old = entry?.versions.find(({ place }) => place.name === version.place.name);
  if (old !== undefined) {
    const joined = withVersion(entry, version);
    const now = joined.versions.find(({ place }) => place.name === version.place.name) ?? old;
    return { map: joined === entry ? map : withEntry(map, joined), changed: sameVersion(now, old) ? [] : [id] };
  }
  const { seats, lost } = seated(map.seats, seatOf(key, version.place), rules.quotas.all);
  if (lost?.entry === key && lost.place.name === version.place.name) return { map, changed: [], full: true };
  const seatedMap = withEntry({ ...map, seats }, withVersion(entry, version));
  if (lost === undefined) return { map: seatedMap, changed: [id] };
  const without = withoutPlace(seatedMap, lost);
  return { map: without.map, changed: [id, ...without.changed] };
};

/** Several changes, one after the other, and each node that they changed once. */
export const chained = <T>(
  map: NetworkMap, items: Iterable<T>, change: (map: NetworkMap, item: T) => Changed,
): Changed => {
  const changed = new Set<NodeId>();
  let last = map;
  for (const item of items) {
    const next = change(last, item);
    last = next.map;
    for (const id of next.changed) changed.add(id);
  }
  return { map: last, changed: [...changed] };
};

/** The map with an entry joined in, as another map holds it. */
export const joinEntry = (map: NetworkMap, { versions }: Entry): Changed => chained(map, versions, joinVersion);

/**
 * The least map that knows all that either knows, as far as there is room. Where only one has swept, the other does
 * first: idempotent, commutative and associative for maps of one sweep.
 */
export const joinMaps = (one: NetworkMap, two: NetworkMap): Changed => {
  const time = Math.max(one.sweepTime, two.sweepTime);
  const [mine, theirs] = [swept(one, time), swept(two, time)];
  const joined = chained(mine.map, theirs.map.entries, joinEntry);
  return { map: joined.map, changed: [...new Set([...mine.changed, ...joined.changed])] };
};

/** The map without what has expired, as of a sweep. @param sweepTime `sweepTimeOf(now)`; an earlier one does nothing */
export const swept = (map: NetworkMap, sweepTime: number): Changed => {
  if (sweepTime <= map.sweepTime) return { map, changed: [] };
  const gone = [...map.entries].flatMap(({ key, versions }) =>
    versions.filter((version) => isExpired(version, sweepTime)).map(({ place }) => seatOf(key, place)));
  return chained({ ...map, sweepTime }, gone, (last, seat) =>
    withoutPlace({ ...last, seats: withoutSeat(last.seats, seat) }, seat));
};

/**
 * What two nodes compare: 32 bytes, equal if and only if the maps say the same. The number of the sweep is in it, so
 * that no map has the digest of an earlier one after its entries have expired.
 */
export const digestOf = (map: NetworkMap): Uint8Array => {
  const digest = digests.get(map) ?? computed(map);
  digests.set(map, digest);
  return digest;
};

const digests = new WeakMap<NetworkMap, Uint8Array>();
const encoder = new TextEncoder();

const computed = ({ entries, sweepTime, rules }: NetworkMap): Uint8Array =>
  sha256(concat([entries.hash(entryBytes), uint(sweepTime / SWEEP_MS, 6, 'sweep'), encoder.encode(rules.network)]));

/** In hex, equal if and only if two maps have the same entries, whichever sweep they have been through. */
export const contentOf = ({ entries }: NetworkMap): string => hexOf(entries.hash(entryBytes));

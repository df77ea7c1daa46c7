// One thing that another node says, taken into the map. It has been verified before, and is relayed only if it is new.
import { never } from '../never.ts';
import { concerns, type Version } from './version.ts';
import type { Attestation } from './attestation.ts';
import { equivocates, seqOf, type Entry } from './entry.ts';
import type { Header } from './header.ts';
import { findByEdgeId } from './findByEdgeId.ts';
import { chained, entryOf, isExpired, joinVersion, type Changed, type NetworkMap } from './networkMap.ts';
import { placeOf } from './place.ts';
import { refreshed, type NetRecord } from './record.ts';

export type Item =
  | { readonly type: 'record'; readonly record: NetRecord }
  | { readonly type: 'refresh'; readonly header: Header }
  /** Of the `seq` of a record with that hash, and a lesser one: proof that its node has said two things at once. */
  | { readonly type: 'rival'; readonly header: Header; readonly beside: string }
  | { readonly type: 'attestation'; readonly attestation: Attestation };

/**
 * `new`: the map is another one. `known`: it, or something later, was there. `want`: the record that it builds upon is
 * not there, so ask for it. `full`: no room; not an error of whoever said it. `refused`: can never be taken into this
 * map, and who relays it does so against the rules: of another network, or by a stranger to its subject.
 */
export type Outcome = 'new' | 'known' | 'want' | 'full' | 'refused';

export interface Learnt extends Omit<Changed, 'full'> {
  readonly outcome: Outcome;
}

const unchanged = (map: NetworkMap, outcome: Outcome): Learnt => ({ map, changed: [], outcome });

const joined = (map: NetworkMap, version: Version): Learnt => {
  const { full, map: next, changed } = joinVersion(map, version);
  return changed.length > 0 ? { map: next, changed, outcome: 'new' } : unchanged(map, full ? 'full' : 'known');
};

const learnRecord = (map: NetworkMap, record: NetRecord): Learnt => {
  const { header } = record;
  if (header.net !== map.rules.net) return unchanged(map, 'refused');
  if (holds(entryOf(map, header.id), header)) return unchanged(map, 'known');
  const version = versionOf(record, map.rules);
  return isExpired(version, map.sweepTime) ? unchanged(map, 'known') : joined(map, version);
};

/** That very record is there: so it is with most of what links tell, since each of them tells it. */
const holds = (entry: Entry | undefined, { seq, hash }: Header): boolean =>
  entry?.versions.some(({ record: { header } }) => header.seq === seq && header.hash === hash) === true;

const versions = new WeakMap<NetRecord, Version>();

/** A record that nobody has doubted: the same value for the same record, so that nodes simulated together share it. */
const versionOf = (record: NetRecord, rules: NetworkMap['rules']): Version => {
  const place = placeOf(record, rules);
  const known = versions.get(record);
  if (known?.place === place) return known;
  const version: Version = { place, record, attestations: [] };
  versions.set(record, version);
  return version;
};

/** A header is a whole record where its body is known. */
const learnRefresh = (map: NetworkMap, header: Header): Learnt => {
  if (header.net !== map.rules.net) return unchanged(map, 'refused');
  const versions = entryOf(map, header.id)?.versions ?? [];
  for (const { record } of versions) {
    const whole = refreshed(record, header);
    if (whole !== undefined) return learnRecord(map, whole);
  }
  return unchanged(map, isPast(versions, header) ? 'known' : 'want');
};

const isPast = (versions: readonly Version[], { seq, hash }: Header): boolean =>
  versions.some(({ record, rival }) => record.header.seq > seq || rival?.hash === hash);

/** The record that it is a rival of is named, since the node may have said both of them of several places. */
const learnRival = (map: NetworkMap, header: Header, beside: string): Learnt => {
  if (header.net !== map.rules.net || header.hash >= beside) return unchanged(map, 'refused');
  const versions = entryOf(map, header.id)?.versions ?? [];
  const version = versions.find(({ record }) => record.header.hash === beside && record.header.seq === header.seq);
  if (version !== undefined) return joined(map, { ...version, rival: greater(version.rival, header) });
  const lesser = versions.some(({ rival }) => rival?.hash === beside);
  return unchanged(map, lesser || isPast(versions, header) ? 'known' : 'want');
};

const greater = (old: Header | undefined, header: Header): Header =>
  old !== undefined && old.hash > header.hash ? old : header;

const learnAttestation = (map: NetworkMap, attestation: Attestation): Learnt => {
  const entry = findByEdgeId(map, attestation.subject);
  if (entry === undefined) return unchanged(map, 'want');
  const doubted = entry.versions.filter((version) => concerns(version, attestation)); // also what only holds a place
  if (doubted.length === 0) {
    const later = seqOf(entry) - attestation.seq;
    return unchanged(map, later < 0 ? 'want' : later > 0 || equivocates(entry) ? 'known' : 'refused');
  }
  const { map: next, changed } = chained(map, doubted, (last, version) =>
    joinVersion(last, { ...version, attestations: [attestation] }));
  return changed.length > 0 ? { map: next, changed, outcome: 'new' } : unchanged(map, 'known');
};

/**
 * @param item verified: `verifyItem`
 * @returns the map with it; the same one unless the outcome is `new`
 */
export const learn = (map: NetworkMap, item: Item): Learnt => {
  switch (item.type) {
    case 'record': return learnRecord(map, item.record);
    case 'refresh': return learnRefresh(map, item.header);
    case 'rival': return learnRival(map, item.header, item.beside);
    case 'attestation': return learnAttestation(map, item.attestation);
    default: return never(item);
  }
};

/** What another node must be told to know an entry as this map does, the record first. */
export const itemsOf = ({ versions }: Entry): readonly Item[] =>
  versions.flatMap(({ record, rival, attestations }) => [
    { type: 'record' as const, record },
    ...(rival === undefined ? [] : [{ type: 'rival' as const, header: rival, beside: record.header.hash }]),
    ...attestations.map((attestation) => ({ type: 'attestation' as const, attestation })),
  ]);

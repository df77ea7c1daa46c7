// What a map knows of one node: a version for each place that the node has claimed, the newest of which counts.
//
// The others only hold their places. Were a place given up as soon as its holder moves on, whoever had been turned
// away from it would have had to be remembered: maps would depend on the order of what they heard. They are good until
// they expire, as everything is, and a node that stays where it is has one version.
import type { NodeId } from '../nodeId.ts';
import { concat, hexOf, uint } from './fields.ts';
import { edgeIdBytes, nodeIdBytes } from './ids.ts';
import { compareHeaders, joinVersions, type Version } from './version.ts';

export interface Entry {
  readonly id: NodeId;
  /** The id in hex: what the trie is ordered by. */
  readonly key: string;
  /** One for each place, in the order of their names. */
  readonly versions: readonly [Version, ...Version[]];
}

export const keyOf = (id: NodeId): string => hexOf(nodeIdBytes(id));

/** The version that counts. */
export const newest = ({ versions }: Entry): Version =>
  versions.reduce((best, version) => (compareHeaders(best.record.header, version.record.header) < 0 ? version : best));

/** The `seq` of what counts. */
export const seqOf = (entry: Entry): number => newest(entry).record.header.seq;

/** Whether the node has signed two records of the `seq` that counts. */
export const equivocates = (entry: Entry): boolean => {
  const { rival, record } = newest(entry);
  return rival !== undefined || entry.versions.some(({ record: { header } }) =>
    header.seq === record.header.seq && header.hash !== record.header.hash);
};

/** The entry with a version joined in. */
export const withVersion = (entry: Entry | undefined, version: Version): Entry => {
  const { id } = version.record.header;
  if (entry === undefined) return { id, key: keyOf(id), versions: [version] };
  const old = entry.versions.find(({ place }) => place.name === version.place.name);
  const joined = old === undefined ? version : joinVersions(old, version);
  if (joined === old) return entry;
  const others = entry.versions.filter((one) => one !== old);
  const versions = [joined, ...others].sort((one, two) => (one.place.name < two.place.name ? -1 : 1));
  return { ...entry, versions: versions as unknown as Entry['versions'] };
};

/** The entry without the versions that do not stay; undefined when none does. */
export const kept = (entry: Entry, stays: (version: Version) => boolean): Entry | undefined => {
  const [first, ...rest] = entry.versions.filter(stays);
  return first === undefined ? undefined : { ...entry, versions: [first, ...rest] };
};

const versionBytes = ({ record: { header }, rival, attestations }: Version): Uint8Array => concat([
  uint(header.seq, 6, 'seq'), Buffer.from(header.hash, 'hex'),
  Uint8Array.of(rival === undefined ? 0 : 1), Buffer.from(rival?.hash ?? '', 'hex'),
  Uint8Array.of(attestations.length), ...attestations.map(({ observer }) => edgeIdBytes(observer)),
]);

/** What the digest covers of an entry: id, and for each version seq, hash, rival and who doubts. */
export const entryBytes = ({ id, versions }: Entry): Uint8Array =>
  concat([nodeIdBytes(id), uint(versions.length, 2, 'versions'), ...versions.map(versionBytes)]);

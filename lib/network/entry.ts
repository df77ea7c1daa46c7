// What a map knows of one node: a version for each place that the node has claimed, the newest of which counts.
//
// The others only hold their places. Were a place given up as soon as its holder moves on, whoever had been turned
// away from it would have had to be remembered: maps would depend on the order of what they heard. They are good until
// they expire, as everything is, and a node that stays where it is has one version.
import { Latest } from '../latest.ts';
import { NODE_ID_BYTES, type NodeId } from '../nodeId.ts';
import { hexOf } from './fields.ts';
import { EDGE_ID_BYTES, edgeIdBytes, nodeIdBytes } from './ids.ts';
import { compareHeaders, joinVersions, type Version } from './version.ts';

export interface Entry {
  readonly id: NodeId;
  /** The id in hex: what the trie is ordered by. */
  readonly key: string;
  /** One for each place, in the order of their names. */
  readonly versions: readonly [Version, ...Version[]];
}

/** As many as a map has nodes. */
const KEYS_MAX = 16_384;
const keys = new Latest<NodeId, string>(KEYS_MAX);

/** Asked for with every look into the map: computed once for each node. */
export const keyOf = (id: NodeId): string => {
  const known = keys.get(id);
  if (known !== undefined) return known;
  const key = hexOf(nodeIdBytes(id));
  keys.set(id, key);
  return key;
};

/** The version that counts. */
export const newest = ({ versions }: Entry): Version => {
  let [best] = versions;
  for (const version of versions) {
    if (version !== best && compareHeaders(best.record.header, version.record.header) < 0) best = version;
  }
  return best;
};

/** The `seq` of what counts. */
export const seqOf = (entry: Entry): number => newest(entry).record.header.seq;

/** Whether the node has signed two records of the `seq` that counts. */
export const equivocates = (entry: Entry): boolean => {
  const { rival, record } = newest(entry);
  return rival !== undefined || entry.versions.some(({ record: { header } }) =>
    header.seq === record.header.seq && header.hash !== record.header.hash);
};

const entries = new WeakMap<Version, Entry>();

/** The entry of one version: the same value for the same version, so that nodes simulated together share it. */
const only = (version: Version): Entry => {
  const known = entries.get(version);
  if (known !== undefined) return known;
  const { id } = version.record.header;
  const entry: Entry = { id, key: keyOf(id), versions: [version] };
  entries.set(version, entry);
  return entry;
};

/** The entry with a version joined in. */
export const withVersion = (entry: Entry | undefined, version: Version): Entry => {
  if (entry === undefined) return only(version);
  const old = entry.versions.find(({ place }) => place.name === version.place.name);
  const joined = old === undefined ? version : joinVersions(old, version);
  if (joined === old) return entry;
  if (old !== undefined && entry.versions.length === 1) return only(joined);
  const others = entry.versions.filter((one) => one !== old);
  const versions = [joined, ...others].sort((one, two) => (one.place.name < two.place.name ? -1 : 1));
  return { ...entry, versions: versions as unknown as Entry['versions'] };
};

/** The entry without the versions that do not stay; undefined when none does. */
export const kept = (entry: Entry, stays: (version: Version) => boolean): Entry | undefined => {
  const [first, ...rest] = entry.versions.filter(stays);
  return first === undefined ? undefined : { ...entry, versions: [first, ...rest] };
};

const SEQ_BYTES = 6;
const HASH_BYTES = 16;
const COUNT_BYTES = 2;
/** Seq, hash, whether there is a rival, how many doubt. */
const VERSION_BYTES = SEQ_BYTES + HASH_BYTES + 2;

const bytesIn = ({ rival, attestations }: Version): number =>
  VERSION_BYTES + (rival === undefined ? 0 : HASH_BYTES) + attestations.length * EDGE_ID_BYTES;

/** @returns the offset behind what it has written */
const writeVersion = (bytes: Buffer, start: number, { record: { header }, rival, attestations }: Version): number => {
  let at = bytes.writeUIntBE(header.seq, start, SEQ_BYTES);
  at += bytes.write(header.hash, at, HASH_BYTES, 'hex');
  at = bytes.writeUInt8(rival === undefined ? 0 : 1, at);
  if (rival !== undefined) at += bytes.write(rival.hash, at, HASH_BYTES, 'hex');
  at = bytes.writeUInt8(attestations.length, at);
  for (const { observer } of attestations) {
    bytes.set(edgeIdBytes(observer), at);
    at += EDGE_ID_BYTES;
  }
  return at;
};

/**
 * What the digest covers of an entry: id, and for each version seq, hash, rival and who doubts. Written in one piece:
 * eight of them are hashed anew for every change of a map.
 */
export const entryBytes = ({ key, versions }: Entry): Uint8Array => {
  const length = versions.reduce((sum, version) => sum + bytesIn(version), NODE_ID_BYTES + COUNT_BYTES);
  const bytes = Buffer.allocUnsafe(length);
  let at = bytes.writeUInt16BE(versions.length, bytes.write(key, 0, NODE_ID_BYTES, 'hex'));
  for (const version of versions) at = writeVersion(bytes, at, version);
  return bytes;
};

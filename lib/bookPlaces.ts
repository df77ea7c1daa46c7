// Where in the address book an address may stand: a place that follows from a secret, its group and who told of it.
//
// The book is not a list that whoever talks most can fill. It has buckets of so many places; an address has one place
// among those that were only heard of, and one among those where its owner was found. All addresses of a group that
// one group of sources tells of have one bucket; all of what it tells, sixteen; all found in one group, eight. Nobody
// without the secret knows who shares a bucket with whom.
//
// Heilman et al., "Eclipse Attacks on Bitcoin's Peer-to-Peer Network", USENIX Security 2015, section 2.2; Bitcoin
// Core, src/addrman.cpp.
import { createHash } from 'node:crypto';
import type { Address, Endpoint } from './address.ts';
import { groupOf } from './group.ts';

export const NEW_BUCKETS = 256;
export const TRIED_BUCKETS = 64;
export const BUCKET_PLACES = 64;
/** Of the buckets of the new, those that one group of sources can reach: a sixteenth, as in Bitcoin Core. */
export const SOURCE_BUCKETS = 16;
/** Of the buckets of the tried, those that one group can reach. */
export const GROUP_BUCKETS = 8;

/** `new/BUCKET/PLACE` or `tried/BUCKET/PLACE`. */
export type BookPlace = string;

/** A number below `limit`, for which the parts and nothing else stand; `key` is not told to anybody. */
const number = (limit: number, ...parts: readonly (string | number)[]): number =>
  createHash('sha256').update(parts.join('\0')).digest().readUIntBE(0, 6) % limit;

/** @param source the group of who told; @returns undefined for what is in no group, and has no place */
export const newPlace = (key: string, source: string, endpoint: Endpoint): BookPlace | undefined => {
  const group = groupOf(endpoint);
  if (group === undefined) return undefined;
  const among = number(SOURCE_BUCKETS, key, 'new', group, source);
  const bucket = number(NEW_BUCKETS, key, 'new', source, among);
  return `new/${bucket}/${number(BUCKET_PLACES, key, 'new', bucket, endpoint)}`;
};

export const triedPlace = (key: string, endpoint: Endpoint): BookPlace | undefined => {
  const group = groupOf(endpoint);
  if (group === undefined) return undefined;
  const bucket = number(TRIED_BUCKETS, key, 'tried', group, number(GROUP_BUCKETS, key, 'tried', endpoint));
  return `tried/${bucket}/${number(BUCKET_PLACES, key, 'tried', bucket, endpoint)}`;
};

const OTHERS = 'from ';

/** The group of who told: of a connection the group it comes from, of anything else its name. */
export const sourceGroup = (teller: Address | undefined, name: string): string =>
  teller === undefined ? name : `${OTHERS}${groupOf(teller) ?? 'local'}`;

/** What the map tells has come from others too. */
export const FROM_MAP = `${OTHERS}the map`;

/** And what a connection has left that has ended. */
export const FROM_GONE = `${OTHERS}one that is gone`;

/** Whether a source is other nodes; anybody on the local network can answer by multicast DNS. */
export const isHearsay = (source: string | undefined): boolean =>
  source === 'mdns' || source?.startsWith(OTHERS) === true;

export const isTriedPlace = (place: BookPlace | undefined): boolean => place?.startsWith('tried/') === true;

// Where a record counts against quotas, and how it ranks there: a function of the record alone.
import { hostOf } from '../address.ts';
import { isLocal } from '../ranges.ts';
import { concat, hexOf, uint } from './fields.ts';
import { nodeIdBytes } from './ids.ts';
import { ipBytes } from './ip.ts';
import type { NetRecord } from './record.ts';
import type { Rules } from './rules.ts';
import { sha256 } from './sha256.ts';

/** Equal for versions that compete for the same room with the same rank. */
export interface Place {
  /** Names the place and the rank: what an entry keeps its versions by. */
  readonly name: string;
  /** 0 to 255, the highest first. */
  readonly rank: number;
  /** Names of the /24 and the /16, or of one of the places `nowhere` and `local`. */
  readonly groups: readonly { readonly name: string; readonly quota: number }[];
}

const CERTIFIED = 128;
const DAY_MS = 86_400_000;
const DAY_BYTES = 4;
const BITS_MAX = 64;

const leadingZeros = (bytes: Uint8Array): number => {
  let bits = 0;
  for (const byte of bytes) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
};

const CONTEXT = new TextEncoder().encode('millrace1 stamp');

/**
 * The work in a stamp, `day 4 ║ nonce`, in bits: the zeros that SHA-256 over net, id and stamp begins with. Work of
 * another day than that of `seq`, or the day before, counts nothing: the record's own time decides, not the reader's.
 */
export const stampBits = ({ header, body: { stamp } }: Pick<NetRecord, 'header'> & { body: { stamp: Uint8Array } }):
number => {
  if (stamp.length <= DAY_BYTES) return 0;
  const day = Buffer.from(stamp).readUInt32BE(0);
  const age = Math.floor(header.seq / DAY_MS) - day;
  if (age !== 0 && age !== 1) return 0;
  const work = concat([CONTEXT, uint(header.net, 4, 'net'), nodeIdBytes(header.id), stamp]);
  return Math.min(leadingZeros(sha256(work)), BITS_MAX);
};

const groupsOf = (record: NetRecord, { quotas }: Rules): Place['groups'] => {
  const [first] = record.body.addresses;
  if (first === undefined) return [{ name: 'nowhere', quota: quotas.nowhere }];
  const host = hostOf(first);
  if (isLocal(host)) return [{ name: 'local', quota: quotas.local }];
  const bytes = ipBytes(host);
  const [narrow, wide] = bytes.length === 4 ? [3, 2] : [6, 4]; // /24 and /16, /48 and /32
  return [
    { name: hexOf(bytes.subarray(0, narrow)), quota: quotas.narrow },
    { name: `${bytes.length}/${hexOf(bytes.subarray(0, wide))}`, quota: quotas.wide },
  ];
};

interface Placed {
  readonly rules: Rules;
  readonly place: Place;
}

const placed = new WeakMap<NetRecord, Placed>();

/** The place of a record under the network's rules. One record is asked for by every link that tells it. */
export const placeOf = (record: NetRecord, rules: Rules): Place => {
  const known = placed.get(record);
  if (known?.rules === rules) return known.place;
  const place = computed(record, rules);
  placed.set(record, { rules, place });
  return place;
};

const computed = (record: NetRecord, rules: Rules): Place => {
  const rank = (rules.certified(record) ? CERTIFIED : 0) + stampBits(record);
  const groups = groupsOf(record, rules);
  return { rank, groups, name: `${hexOf(Uint8Array.of(255 - rank))}/${groups[0]?.name ?? 'local'}` };
};

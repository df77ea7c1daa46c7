// How much a node can hold at most, computed from its limits: each place that remotes can fill, with its number.
import { HANDSHAKES_MAX, OUTGOING_MAX } from './defaults.ts';
import { QUOTAS } from './network/rules.ts';
import { FRAME_BYTES_MAX, PARTIAL_BYTES_ALL_PEERS_MAX, UNSENT_BYTES_SOFT_MAX } from './wire/limits.ts';
import { HELD_BYTES_ALL_MAX } from './wire/sessionLimits.ts';

const KIB = 1_024;
const MIB = 1_024 * KIB;

/** Node, the code and an idle node: 80 MiB were measured on Node 20. */
const PROCESS_BYTES = 96 * MIB;
/** What one connection has of TLS, its state and its events, and a chunk that waits for its turn. */
const CONNECTION_BYTES = 128 * KIB;
/** TLS before anything is proven. */
const HANDSHAKE_BYTES = 64 * KIB;
/** A node of the map with all that hangs on it: 6.6 KiB were measured with twelve edges and a long label. */
const MAP_NODE_BYTES = 8 * KIB;
/** Ten thousand entries, and the lives of four thousand connections. */
const JOURNAL_BYTES = 32 * MIB;
/** The address book, the casts that were seen, items that were decoded, and whom a bucket or a ban is kept for. */
const CACHES_BYTES = 32 * MIB;
/** Answers that nobody reads, 16 streams of events, and 128 connections. */
const HTTP_BYTES = 52 * MIB;

/** What of a configuration the bound depends on. */
export interface Bounded {
  readonly incoming: number;
  readonly outgoing: number;
  readonly http: string;
}

export interface MemoryTerm {
  readonly place: string;
  readonly bytes: number;
  /** How it comes about. */
  readonly sum?: string;
}

export interface MemoryBound {
  readonly bytes: number;
  readonly terms: readonly MemoryTerm[];
}

const mebibytes = (bytes: number): string => (bytes / MIB).toFixed(0);

const times = (place: string, count: number, each: number): MemoryTerm =>
  ({ place, bytes: count * each, sum: `${count} x ${each / KIB} KiB` });

/**
 * What a node holds at the very worst, with every limit reached at once. What has been let go of and is not collected
 * yet comes on top: V8 decides when that is.
 *
 * @example memoryBound({ incoming: 64, outgoing: 8, http: 'off' }).bytes
 */
export const memoryBound = ({ incoming, outgoing, http }: Bounded): MemoryBound => {
  const each = CONNECTION_BYTES + UNSENT_BYTES_SOFT_MAX + FRAME_BYTES_MAX;
  const terms: readonly MemoryTerm[] = [
    { place: 'process', bytes: PROCESS_BYTES },
    times('connections', incoming + Math.max(outgoing, OUTGOING_MAX), each),
    times('handshakes', HANDSHAKES_MAX, HANDSHAKE_BYTES),
    { place: 'unfinished messages', bytes: PARTIAL_BYTES_ALL_PEERS_MAX },
    { place: 'unsent answers', bytes: HELD_BYTES_ALL_MAX },
    times('map', QUOTAS.all, MAP_NODE_BYTES),
    { place: 'journal', bytes: JOURNAL_BYTES },
    { place: 'caches', bytes: CACHES_BYTES },
    ...(http === 'off' ? [] : [{ place: 'http', bytes: HTTP_BYTES }]),
  ];
  return { bytes: terms.reduce((sum, { bytes }) => sum + bytes, 0), terms };
};

/**
 * The bound for people, with its sum.
 *
 * @example '448 MiB: process 96, connections 50 (80 x 640 KiB), ...'
 */
export const memoryText = ({ bytes, terms }: MemoryBound): string => {
  const parts = terms.map(({ place, bytes: part, sum }) =>
    `${place} ${mebibytes(part)}${sum === undefined ? '' : ` (${sum})`}`);
  return `${mebibytes(bytes)} MiB: ${parts.join(', ')}`;
};

// What a node says of itself: where it is reached, what it can do, and whom it has dialled. Binary, in one way only.
//
//     ver 1 │ public key 32 │ flags 1 │ area 2 │ n 1, caps ≤ 32 │ n 1, label ≤ 64
//     │ n 1, addresses ≤ 4 × (family 1, ip 4|16, port 2) │ n 1, out ≤ 16 × 10 │ n 1, denied ≤ 8 × 10
//     │ n 1, stamp ≤ 16 │ n 1, cert ≤ 96
import type { Endpoint } from '../address.ts';
import { concat, hexOf, list, short, uint } from './fields.ts';
import { base32 } from '../nodeId.ts';
import { compareBytes, EDGE_ID_BYTES, edgeIdBytes, edgeIdOf, nodeOfKey, PUBLIC_KEY_BYTES, type EdgeId } from './ids.ts';
import { endpointBytes, readEndpoint } from './ip.ts';
import { Reader } from './reader.ts';
import { RecordError } from './recordError.ts';
import { sha256 } from './sha256.ts';

export const BODY_VERSION = 1;
/** Bytes for what an application announces: a bit for each thing is enough for 256 of them. */
export const CAPS_BYTES_MAX = 32;
/** As many as a label of ASCII may have in the configuration. */
export const LABEL_BYTES_MAX = 64;
export const ADDRESSES_MAX = 4;
/** Twice the default of out-slots. */
export const OUT_MAX = 16;
/** A node that has to deny more says `denyAll`. */
export const DENIED_MAX = 8;
export const STAMP_BYTES_MAX = 16;
/** A signature and whom it is by. */
export const CERT_BYTES_MAX = 96;
export const BODY_HASH_BYTES = 16;

/** What a node chooses to say; `bodyOf` makes the body of it. */
export interface BodyParts {
  readonly publicKey: Uint8Array;
  /** A stranger has reached it at one of its addresses. */
  readonly dialable: boolean;
  /** Its last word: it is about to stop. */
  readonly leaving: boolean;
  /** Of the edges that others claim to it, only those to whom it has one itself are true. */
  readonly denyAll: boolean;
  /** For networks past the ceiling of one map; 0 until then. */
  readonly area: number;
  /** Opaque to Millrace. */
  readonly caps: Uint8Array;
  /** For people, and by strangers: print it only through `printable` or the formats of `network`. */
  readonly label: string;
  /** IP literals, the one it is best reached at first: that one decides the group whose quota it counts against. */
  readonly addresses: readonly Endpoint[];
  /** Its edges: the heads that it has dialled and that have accepted, in the order of their bytes. */
  readonly out: readonly EdgeId[];
  /** Nodes that claim an edge to this one without having it. */
  readonly denied: readonly EdgeId[];
  /** Proof of work: place.ts. */
  readonly stamp: Uint8Array;
  /** What the network's admission asks for: rules.ts. */
  readonly cert: Uint8Array;
}

export interface Body extends BodyParts {
  readonly bytes: Uint8Array;
  /** The first 16 bytes of the SHA-256 of `bytes`, in hex: the head holds it, so one signature covers both. */
  readonly hash: string;
}

const FLAG = { DIALABLE: 1, LEAVING: 2, DENY_ALL: 4 } as const;
const FLAGS = FLAG.DIALABLE | FLAG.LEAVING | FLAG.DENY_ALL;

const encoder = new TextEncoder();
/** `ignoreBOM` keeps a mark at the start as a character: what is read must be written as the same bytes again. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reports what cannot stand in a body whatever its bytes; undefined: nothing. */
const wrong = ({ publicKey, addresses, out, denied }: BodyParts): string | undefined => {
  if (new Set(addresses).size < addresses.length) return 'an address twice';
  for (const [name, ids] of Object.entries({ out, denied })) {
    const bytes = ids.map(edgeIdBytes);
    const before = (at: number): Uint8Array => bytes[at - 1] ?? new Uint8Array(0);
    if (bytes.some((one, at) => compareBytes(before(at), one) >= 0)) return `${name} not in order, each once`;
    if (ids.includes(edgeIdOf(nodeOfKey(publicKey)))) return `${name} names the node itself`;
  }
  return undefined;
};

const encoded = (parts: BodyParts): Uint8Array => {
  const flags = (parts.dialable ? FLAG.DIALABLE : 0) | (parts.leaving ? FLAG.LEAVING : 0) |
    (parts.denyAll ? FLAG.DENY_ALL : 0);
  if (parts.publicKey.length !== PUBLIC_KEY_BYTES) {
    throw new RecordError(`body: public key of ${parts.publicKey.length} bytes, must be ${PUBLIC_KEY_BYTES}`);
  }
  return concat([
    Uint8Array.of(BODY_VERSION), parts.publicKey, Uint8Array.of(flags), uint(parts.area, 2, 'area'),
    short(parts.caps, CAPS_BYTES_MAX, 'caps'), short(encoder.encode(parts.label), LABEL_BYTES_MAX, 'label'),
    list(parts.addresses.map(endpointBytes), ADDRESSES_MAX, 'addresses'),
    list(parts.out.map(edgeIdBytes), OUT_MAX, 'edges'), list(parts.denied.map(edgeIdBytes), DENIED_MAX, 'denied edges'),
    short(parts.stamp, STAMP_BYTES_MAX, 'stamp'), short(parts.cert, CERT_BYTES_MAX, 'cert'),
  ]);
};

const withBytes = (parts: BodyParts, bytes: Uint8Array): Body =>
  ({ ...parts, bytes, hash: hexOf(sha256(bytes).subarray(0, BODY_HASH_BYTES)) });

const sorted = (ids: readonly EdgeId[]): readonly EdgeId[] =>
  [...new Set(ids)].sort((one, two) => compareBytes(edgeIdBytes(one), edgeIdBytes(two)));

/** The longest beginning of a label that fits, in whole characters; half a surrogate pair becomes U+FFFD. */
const clipped = (label: string): string => {
  const bytes = new Uint8Array(LABEL_BYTES_MAX);
  return decoder.decode(bytes.subarray(0, encoder.encodeInto(label, bytes).written));
};

/**
 * The body that says these things, put into order; a label is cut to 64 bytes.
 *
 * @throws RecordError when there is too much of something, or an address that is no IP literal
 * @example bodyOf({ publicKey: signer.publicKey, label: 'anna', addresses: ['203.0.113.9:7000'], out: [] })
 */
export const bodyOf = (parts: Pick<BodyParts, 'publicKey'> & Partial<BodyParts>): Body => {
  const none = new Uint8Array(0);
  const whole = {
    dialable: false, leaving: false, denyAll: false, area: 0, caps: none, addresses: [], stamp: none, cert: none,
    ...parts,
    label: clipped(parts.label ?? ''), out: sorted(parts.out ?? []), denied: sorted(parts.denied ?? []),
  };
  const bytes = encoded(whole);
  const why = wrong(whole);
  if (why !== undefined) throw new RecordError(`body: ${why}`);
  return withBytes(whole, bytes);
};

/** @throws RecordError unless the bytes are just what `bodyOf` would write */
export const decodeBody = (bytes: Uint8Array): Body => {
  const reader = new Reader('body', bytes);
  const version = reader.uint(1);
  if (version !== BODY_VERSION) reader.refuse(`version ${version}, must be ${BODY_VERSION}`);
  const publicKey = reader.take(PUBLIC_KEY_BYTES);
  const flags = reader.uint(1);
  if ((flags & ~FLAGS) !== 0) reader.refuse(`flags ${flags}, known are ${FLAGS}`);
  const edges = (name: string, max: number): readonly EdgeId[] =>
    reader.list(name, max, () => base32(reader.take(EDGE_ID_BYTES)));
  const parts: BodyParts = {
    publicKey,
    dialable: (flags & FLAG.DIALABLE) !== 0, leaving: (flags & FLAG.LEAVING) !== 0,
    denyAll: (flags & FLAG.DENY_ALL) !== 0,
    area: reader.uint(2),
    caps: reader.short('caps', CAPS_BYTES_MAX),
    label: readLabel(reader),
    addresses: reader.list('addresses', ADDRESSES_MAX, () => readEndpoint(reader)),
    out: edges('edges', OUT_MAX), denied: edges('denied edges', DENIED_MAX),
    stamp: reader.short('stamp', STAMP_BYTES_MAX),
    cert: reader.short('cert', CERT_BYTES_MAX),
  };
  reader.end();
  const why = wrong(parts);
  return why === undefined ? withBytes(parts, bytes) : reader.refuse(why);
};

const readLabel = (reader: Reader): string => {
  const bytes = reader.short('label', LABEL_BYTES_MAX);
  try {
    return decoder.decode(bytes);
  } catch {
    return reader.refuse('a label that is not UTF-8');
  }
};

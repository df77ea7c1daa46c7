// The signed head of a record. Alone it is a refresh: the same body, said again at a later time.
//
//     net 4 │ id 20 │ seq 6 │ ttl 2 (× 10 s) │ hash of the body 16 ║ signature 64 over "millrace1", head
import { NODE_ID_BYTES, type NodeId } from '../nodeId.ts';
import { concat, hexOf, uint } from './fields.ts';
import { NET_BYTES, nodeIdBytes, nodeIdFromBytes } from './ids.ts';
import { Reader } from './reader.ts';
import { RecordError } from './recordError.ts';
import { sha256 } from './sha256.ts';
import { SIGNATURE_BYTES, type Signer, type Verifier } from './signing.ts';

const SEQ_BYTES = 6;
const TTL_BYTES = 2;
const BODY_HASH_BYTES = 16;
const HASH_BYTES = 16;
export const HEAD_BYTES = NET_BYTES + NODE_ID_BYTES + SEQ_BYTES + TTL_BYTES + BODY_HASH_BYTES;
export const HEADER_BYTES = HEAD_BYTES + SIGNATURE_BYTES;
export const TTL_UNIT_MS = 10_000;
/** What a record lives when nothing else is said: three refreshes may be lost. */
export const TTL_MS = 90 * 60_000;

/** What a signature is over begins with what it is for, so that no other protocol's can be passed off as ours. */
const CONTEXT = new TextEncoder().encode('millrace1');

export interface HeadParts {
  /** Of the network's name: `netOf`. */
  readonly net: number;
  /** Version, incarnation and signed time in one: `nextSeq`. */
  readonly seq: number;
  /** How long the record is good for from `seq` on: a multiple of 10 s, up to a week. */
  readonly ttlMs: number;
}

export interface Header extends HeadParts {
  readonly id: NodeId;
  readonly bodyHash: string;
  /** All 112, the signature last. */
  readonly bytes: Uint8Array;
  /** The first 16 bytes of the SHA-256 of `bytes`, in hex: it stands for the whole record, and orders equal `seq`. */
  readonly hash: string;
}

/**
 * The `seq` of a node's next record. The clock wins after a restart that forgot the last one; where the clock is
 * behind, the node hears its own newer record from others, and goes on from there.
 *
 * @param now milliseconds since 1970
 */
export const nextSeq = (last: number | undefined, now: number): number => Math.max((last ?? 0) + 1, Math.floor(now));

const messageOf = (head: Uint8Array): Uint8Array => concat([CONTEXT, head]);

const headerOf = (parts: HeadParts & Pick<Header, 'id' | 'bodyHash'>, bytes: Uint8Array): Header =>
  ({ ...parts, bytes, hash: hexOf(sha256(bytes).subarray(0, HASH_BYTES)) });

/** @throws RecordError when a number is out of its range */
export const signHeader = (
  { net, seq, ttlMs, id, bodyHash }: HeadParts & Pick<Header, 'id' | 'bodyHash'>,
  signer: Signer,
): Header => {
  if (seq === 0 || ttlMs === 0) throw new RecordError(`header: seq ${seq} and ttl ${ttlMs} ms, least 1 and 10 s`);
  const head = concat([
    uint(net, NET_BYTES, 'net'), nodeIdBytes(id), uint(seq, SEQ_BYTES, 'seq'),
    uint(ttlMs / TTL_UNIT_MS, TTL_BYTES, 'ttl in units of 10 s'), Buffer.from(bodyHash, 'hex'),
  ]);
  return headerOf({ net, id, seq, ttlMs, bodyHash }, concat([head, signer.sign(messageOf(head))]));
};

/** @throws RecordError unless the bytes are 112, and numbers that are not 0 */
export const decodeHeader = (bytes: Uint8Array): Header => {
  const reader = new Reader('header', bytes);
  const net = reader.uint(NET_BYTES);
  const id = nodeIdFromBytes(reader.take(NODE_ID_BYTES));
  const seq = reader.uint(SEQ_BYTES);
  const ttlMs = reader.uint(TTL_BYTES) * TTL_UNIT_MS;
  const bodyHash = reader.hex(BODY_HASH_BYTES);
  reader.take(SIGNATURE_BYTES);
  reader.end();
  if (seq === 0 || ttlMs === 0) reader.refuse(`seq ${seq} and ttl ${ttlMs} ms, least 1 and 10 s`);
  return headerOf({ net, id, seq, ttlMs, bodyHash }, bytes);
};

/** Under which key a header was found to be signed, and by whom: nodes simulated together share headers. */
const signed = new WeakMap<Header, { readonly publicKey: Uint8Array; readonly verifier: Verifier }>();

/** Whether the holder of the key has signed the header. That the key is the id's is for whoever has the body to say. */
export const verifyHeader = (header: Header, publicKey: Uint8Array, verifier: Verifier): boolean => {
  const known = signed.get(header);
  if (known?.publicKey === publicKey && known.verifier === verifier) return true;
  const { bytes } = header;
  const isSigned = verifier.verify(publicKey, messageOf(bytes.subarray(0, HEAD_BYTES)), bytes.subarray(HEAD_BYTES));
  if (isSigned) signed.set(header, { publicKey, verifier });
  return isSigned;
};

/** When it is no longer good, milliseconds since 1970. */
export const expiryOf = ({ seq, ttlMs }: Pick<Header, 'seq' | 'ttlMs'>): number => seq + ttlMs;

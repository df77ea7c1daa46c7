// What an application says to the whole network: signed by its origin, and good for a minute.
//
//     net 4 │ origin 20 │ seq 6 │ ttl 2 (s) │ n 1, topic ≤ 64 │ n 2, data ≤ 16 KiB ║ signature 64 over "millrace1 cast", all
import { concat, short, uint } from '../network/fields.ts';
import { NET_BYTES, nodeIdBytes, nodeIdFromBytes, nodeOfKey } from '../network/ids.ts';
import { Reader } from '../network/reader.ts';
import { RecordError } from '../network/recordError.ts';
import { SIGNATURE_BYTES, type Signer, type Verifier } from '../network/signing.ts';
import { NODE_ID_BYTES, type NodeId } from '../nodeId.ts';

/** With what is around it, a fifth of a bulletin. What is longer is asked for by whoever wants it. */
export const CAST_BYTES_MAX = 16_384;
export const TOPIC_BYTES_MAX = 64;
/** Whoever hears of it later than that was not there. */
export const CAST_TTL_MS = 60_000;
/** Beside the kinds of `itemText`. */
export const CAST_KIND = 4;

const SEQ_BYTES = 6;
const CONTEXT = new TextEncoder().encode('millrace1 cast');
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export interface Cast {
  readonly origin: NodeId;
  readonly topic: string;
  readonly data: Uint8Array;
  /** Milliseconds since 1970, by its origin's clock; two casts of one origin differ in it. */
  readonly seq: number;
}

export interface SignedCast extends Cast {
  readonly net: number;
  readonly ttlMs: number;
  readonly bytes: Uint8Array;
}

const dataBytes = (data: Uint8Array): Uint8Array => {
  if (data.length > CAST_BYTES_MAX) throw new RecordError(`cast of ${data.length} bytes, limit ${CAST_BYTES_MAX}`);
  return concat([uint(data.length, 2, 'data'), data]);
};

/** @throws RecordError when the topic or the data is too long */
export const signCast = (
  { net, seq, topic, data }: { net: number; seq: number; topic: string; data: Uint8Array }, signer: Signer,
): Uint8Array => {
  const said = concat([
    uint(net, NET_BYTES, 'net'), nodeIdBytes(nodeOfKey(signer.publicKey)), uint(seq, SEQ_BYTES, 'seq'),
    uint(CAST_TTL_MS / 1_000, 2, 'ttl'), short(encoder.encode(topic), TOPIC_BYTES_MAX, 'topic'), dataBytes(data),
  ]);
  return concat([said, signer.sign(concat([CONTEXT, said]))]);
};

/** @throws RecordError and only that, whatever the bytes */
export const decodeCast = (bytes: Uint8Array): SignedCast => {
  const reader = new Reader('cast', bytes);
  const net = reader.uint(NET_BYTES);
  const origin = nodeIdFromBytes(reader.take(NODE_ID_BYTES));
  const seq = reader.uint(SEQ_BYTES);
  const ttlMs = reader.uint(2) * 1_000;
  const name = reader.short('topic', TOPIC_BYTES_MAX);
  const length = reader.uint(2);
  if (length > CAST_BYTES_MAX) reader.refuse(`data of ${length} bytes, limit ${CAST_BYTES_MAX}`);
  const data = reader.take(length);
  reader.take(SIGNATURE_BYTES);
  reader.end();
  try {
    return { net, origin, seq, ttlMs, data, bytes, topic: decoder.decode(name) };
  } catch {
    return reader.refuse('a topic that is not UTF-8');
  }
};

/** @param publicKey of the origin's record */
export const verifyCast = ({ bytes }: SignedCast, publicKey: Uint8Array, verifier: Verifier): boolean => {
  const end = bytes.length - SIGNATURE_BYTES;
  return verifier.verify(publicKey, concat([CONTEXT, bytes.subarray(0, end)]), bytes.subarray(end));
};

const [KIND_TEXT_FIRST, KIND_TEXT_SECOND] = ['B', 'ABCDEFGHIJKLMNOP'] as const;

/** Whether the first byte of an item's text is the kind of a cast: the first six bits, and two of the next. */
export const isCastText = (text: string): boolean =>
  text.startsWith(KIND_TEXT_FIRST) && text.length > 1 && KIND_TEXT_SECOND.includes(text.charAt(1));

export const castText = (bytes: Uint8Array): string =>
  Buffer.concat([Uint8Array.of(CAST_KIND), bytes]).toString('base64url');

/** A copy of its own: whoever takes the data may keep it. @throws RecordError */
export const castOf = (text: string): SignedCast =>
  decodeCast(Uint8Array.from(Buffer.from(text, 'base64url')).subarray(1));

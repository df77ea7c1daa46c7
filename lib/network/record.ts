// The signed record of one node, `header ║ body`: all that the network knows of it, in its own words.
import { bodyOf, decodeBody, type Body, type BodyParts } from './body.ts';
import { concat } from './fields.ts';
import { decodeHeader, HEADER_BYTES, signHeader, TTL_MS, verifyHeader, type HeadParts, type Header } from './header.ts';
import { nodeOfKey } from './ids.ts';
import { RecordError } from './recordError.ts';
import type { Signer, Verifier } from './signing.ts';

/** A body with all of everything: 112 + 567. One with a label, one IPv4 address and eight edges has 250. */
export const RECORD_BYTES_MAX = 679;

/** Immutable, like all that hangs on it; a refresh shares the body of what it refreshes. */
export interface NetRecord {
  readonly header: Header;
  readonly body: Body;
}

export type Said = Partial<Omit<BodyParts, 'publicKey'>>;

/**
 * Signs what a node says of itself.
 *
 * @throws RecordError as `bodyOf` and `signHeader` do
 * @example signRecord({ label: 'anna', out: [] }, { net: netOf('town'), seq: nextSeq(undefined, now) }, signer)
 */
export const signRecord = (
  said: Said,
  { ttlMs = TTL_MS, ...head }: Omit<HeadParts, 'ttlMs'> & { readonly ttlMs?: number },
  signer: Signer,
): NetRecord => {
  const body = bodyOf({ ...said, publicKey: signer.publicKey });
  const id = nodeOfKey(signer.publicKey);
  return { body, header: signHeader({ ...head, ttlMs, id, bodyHash: body.hash }, signer) };
};

/** Signs a later head over the same body: renewals and refutations do not resend the rest. */
export const signRefresh = ({ header, body }: NetRecord, seq: number, signer: Signer): NetRecord =>
  ({ body, header: signHeader({ ...header, seq }, signer) });

export const encodeRecord = ({ header, body }: NetRecord): Uint8Array => concat([header.bytes, body.bytes]);

/**
 * What the bytes say, and nothing on whether it is signed: `verifyRecord`. Whatever is read is written as the same
 * bytes again. The record holds on to the bytes: give it a copy where they are part of something larger.
 *
 * @throws RecordError and only that, whatever the bytes
 */
export const decodeRecord = (bytes: Uint8Array): NetRecord => {
  if (bytes.length > RECORD_BYTES_MAX) {
    throw new RecordError(`record of ${bytes.length} bytes, limit ${RECORD_BYTES_MAX}`);
  }
  return joinedParts(decodeHeader(bytes.subarray(0, HEADER_BYTES)), decodeBody(bytes.subarray(HEADER_BYTES)));
};

const joinedParts = (header: Header, body: Body): NetRecord => {
  if (header.bodyHash !== body.hash) throw new RecordError(`record: the head is of body ${header.bodyHash}`);
  if (header.id !== nodeOfKey(body.publicKey)) throw new RecordError(`record: the key is not that of ${header.id}`);
  return { header, body };
};

/** The record that a header refreshes; undefined when it is of another body, or another node. */
export const refreshed = ({ header: old, body }: NetRecord, header: Header): NetRecord | undefined =>
  header.bodyHash === body.hash && header.id === old.id ? { header, body } : undefined;

/** Whether the node that the record is of has signed it. */
export const verifyRecord = ({ header, body }: NetRecord, verifier: Verifier): boolean =>
  verifyHeader(header, body.publicKey, verifier);

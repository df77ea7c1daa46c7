// Who a node is: the first 20 bytes of the SHA-256 of its public key, in lower-case base32.
import { createHash } from 'node:crypto';

/** 32 characters of `a-z2-7`. */
export type NodeId = string;

/** 20 bytes is 160 bits: finding a second key for an id is out of reach, and it is exactly 32 characters long. */
export const NODE_ID_BYTES = 20;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const NODE_ID = /^[a-z2-7]{32}$/;

export const isNodeId = (text: string): text is NodeId => NODE_ID.test(text);

/** RFC 4648 base32 without padding, in lower case; `bytes` is read five bits at a time. */
export const base32 = (bytes: Uint8Array): string => {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET.charAt((value >>> (bits - 5)) & 31);
    value &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + ALPHABET.charAt((value << (5 - bits)) & 31);
};

/**
 * The id of the node that holds a public key.
 *
 * @param spki the key as SPKI DER: hashing the key, not a certificate, keeps the id over a new certificate.
 */
export const nodeIdOf = (spki: Uint8Array): NodeId =>
  base32(createHash('sha256').update(spki).digest().subarray(0, NODE_ID_BYTES));

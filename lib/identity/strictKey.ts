// Refuses the Ed25519 keys under which a signature proves nothing.

/** The field's prime, 2^255 - 19: RFC 8032 section 5.1. */
const P = 2n ** 255n - 19n;
/** The y of four of the points of order 8; the other four have P - y. The spec computes 8 times each of all these. */
const Y8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
/** y of order 4 (0), 1 (1), 2 (P - 1) and 8. Whatever the sign of x, these are all points whose order divides 8. */
const SMALL_ORDER: readonly bigint[] = [0n, 1n, P - 1n, Y8, P - Y8];

const KEY_BYTES = 32;

/**
 * Whether a raw Ed25519 key is one that only its holder can sign with, written in the one way there is to write it.
 *
 * Under a key of small order one fixed signature (R the identity, S zero) is valid for every message, or for many: an
 * id made of it would belong to everyone. OpenSSL in Node 20 and 22 accepts that signature and Node 24 refuses it, and
 * all of them read a y that is P or above; so nodes would disagree on who is who unless each checks the key itself.
 *
 * @param raw 32 bytes: y, little endian, with the sign of x in the top bit. RFC 8032 section 5.1.2.
 */
export const isStrictEd25519 = (raw: Uint8Array): boolean => {
  if (raw.length !== KEY_BYTES) return false;
  const bigEndian = Buffer.from(raw).reverse();
  bigEndian[0] = (bigEndian[0] ?? 0) & 0x7f;
  const y = BigInt(`0x${bigEndian.toString('hex')}`);
  return y < P && !SMALL_ORDER.includes(y);
};

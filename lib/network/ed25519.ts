// Signatures of real nodes: Ed25519, RFC 8032, by node:crypto.
import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { isStrictEd25519 } from '../identity/strictKey.ts';
import { hexOf } from './fields.ts';
import { PUBLIC_KEY_BYTES, spkiOf } from './ids.ts';
import { SIGNATURE_BYTES, type Signer, type Verifier } from './signing.ts';

/** As many as the map may hold records: importing a key costs as much as checking one signature. */
const KEYS_MAX = 16_384;

/** @param privateKey Ed25519, as `loadNodeKey` reads it @example ed25519Signer((await newNodeKey()).privateKey) */
export const ed25519Signer = (privateKey: KeyObject): Signer => {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return {
    publicKey: Uint8Array.from(spki.subarray(-PUBLIC_KEY_BYTES)),
    sign: (message) => sign(null, message, privateKey),
  };
};

/** `null`: a key under which a signature proves nothing, or that is none. */
const imported = (publicKey: Uint8Array): KeyObject | null => {
  if (!isStrictEd25519(publicKey)) return null;
  try {
    return createPublicKey({ key: Buffer.from(spkiOf(publicKey)), format: 'der', type: 'spki' });
  } catch {
    return null; // this OpenSSL has a reason of its own
  }
};

/**
 * Keeps the keys that it has read. OpenSSL refuses an S that is not below the group's order, so nobody but the holder
 * of the key can make a second signature out of one, and thereby a second record out of one: RFC 8032 section 5.1.7.
 *
 * @param keysMax how many keys are kept; the one read first goes first
 */
export const ed25519Verifier = (keysMax = KEYS_MAX): Verifier => {
  const keys = new Map<string, KeyObject | null>();
  const keyOf = (publicKey: Uint8Array): KeyObject | null => {
    const name = hexOf(publicKey);
    const known = keys.get(name);
    if (known !== undefined) return known;
    const key = imported(publicKey);
    const [oldest] = keys.size < keysMax ? [] : keys.keys();
    if (oldest !== undefined) keys.delete(oldest);
    keys.set(name, key);
    return key;
  };
  return {
    verify: (publicKey, message, signature) => {
      if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
      const key = keyOf(publicKey);
      return key !== null && verify(null, message, key, signature);
    },
  };
};

// Signatures of simulated nodes: a keyed hash, a hundred times as fast as Ed25519, and worth as little as its key is
// secret. The key is the simulation's, which gives it to nobody that is to be a forger.
import { hash } from 'node:crypto';
import { concat } from './fields.ts';
import { PUBLIC_KEY_BYTES } from './ids.ts';
import { sha256 } from './sha256.ts';
import type { Signer, Verifier } from './signing.ts';

const signature = (secret: Uint8Array, publicKey: Uint8Array, message: Uint8Array): Uint8Array =>
  hash('sha512', concat([secret, publicKey, message]), 'buffer');

export interface KeyedHash extends Verifier {
  /** The node of that name: the same every time. */
  signer(name: string): Signer;
  /** Signs for a node whose public key is known; that of a recorded node, say. */
  signerOf(publicKey: Uint8Array): Signer;
}

/**
 * Signers, and the verifier that knows them, of one simulation.
 *
 * @example const town = keyedHash('a seed'); town.verify(town.signer('anna').publicKey, message, signature)
 */
export const keyedHash = (seed: string): KeyedHash => {
  const encoder = new TextEncoder();
  const secret = sha256(encoder.encode(seed));
  const signerOf = (publicKey: Uint8Array): Signer =>
    ({ publicKey, sign: (message) => signature(secret, publicKey, message) });
  return {
    signer: (name) => signerOf(sha256(concat([secret, encoder.encode(name)])).subarray(0, PUBLIC_KEY_BYTES)),
    signerOf,
    verify: (publicKey, message, given) => Buffer.compare(signature(secret, publicKey, message), given) === 0,
  };
};

// Who signs and who checks, as far as the map is concerned: a node with its key, or a simulation with a keyed hash.

export const SIGNATURE_BYTES = 64;

export interface Signer {
  /** 32 bytes; the node's id is the hash of them. */
  readonly publicKey: Uint8Array;
  /** 64 bytes, the same ones for the same message. */
  sign(message: Uint8Array): Uint8Array;
}

export interface Verifier {
  /** Whether the holder of the key, and nobody else, has signed that. Never throws, whatever it is given. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

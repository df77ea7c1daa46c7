// Who this node is: its key, the id that follows from it, and the certificate that shows it to others.
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { nodeIdOf, type NodeId } from '../nodeId.ts';
import { makeCertificate } from './makeCertificate.ts';

export interface NodeKey {
  readonly id: NodeId;
  /** Ed25519. */
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** Self-signed over the key, as PEM. */
  readonly certificate: string;
}

/** @internal */
export const nodeKeyOf = (privateKey: KeyObject, certificate: string): NodeKey => {
  const publicKey = createPublicKey(privateKey);
  const id = nodeIdOf(publicKey.export({ type: 'spki', format: 'der' }));
  return { id, privateKey, publicKey, certificate };
};

/**
 * A new node, kept nowhere. A Promise, since the certificate's library gives no less: await it before the loop starts.
 *
 * @example const transport = tlsTransport({ key: await newNodeKey() });
 */
export const newNodeKey = async (): Promise<NodeKey> => {
  const { privateKey } = generateKeyPairSync('ed25519');
  return nodeKeyOf(privateKey, await makeCertificate(privateKey));
};

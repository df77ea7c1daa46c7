// Judges what the remote showed in the handshake. TLS is told to accept everything, since no authority vouches for a
// node; so all that a certificate proves here is proven by these checks, in this order.
import type { KeyObject, X509Certificate } from 'node:crypto';
import { nodeIdOf, type NodeId } from '../nodeId.ts';
import { TransportError } from '../transport.ts';
import { isStrictEd25519 } from './strictKey.ts';

export interface Presented {
  /** `undefined` when none was shown. */
  readonly certificate: X509Certificate | undefined;
  /** A resumed session shows the certificate of another handshake, or none. */
  readonly resumed: boolean;
}

/** An Ed25519 certificate has 250 bytes or so; OpenSSL would take one of 100 KiB, and we would have to hash it. */
export const CERTIFICATE_BYTES_MAX = 2_048;
/** The raw key is the end of its SPKI: RFC 8410 section 4. */
const RAW_KEY_BYTES = 32;

const bad = (what: string, cause?: unknown): TransportError => new TransportError('bad-certificate', what, { cause });

/**
 * The node that the certificate proves.
 *
 * @param expected the node that was dialled, where the address said so.
 * @throws TransportError `bad-certificate`, or `wrong-identity` when it is another node than the one expected.
 */
export const checkCertificate = ({ certificate, resumed }: Presented, expected?: NodeId): NodeId => {
  if (certificate === undefined) throw bad('certificate: none was shown');
  if (resumed) throw bad('certificate: of a resumed session, so not of this handshake');
  const { length } = certificate.raw;
  if (length > CERTIFICATE_BYTES_MAX) throw bad(`certificate of ${length} bytes, limit ${CERTIFICATE_BYTES_MAX}`);
  if (certificate.issuerCertificate !== undefined) throw bad('certificate: one of several, limit 1');
  const node = nodeIdOf(provenKey(certificate));
  if (expected !== undefined && node !== expected) {
    throw new TransportError('wrong-identity', `the key is of node ${node}, expected ${expected}`);
  }
  return node;
};

/** The SPKI of the certificate's key, which has signed the certificate itself. */
const provenKey = (certificate: X509Certificate): Uint8Array => {
  const key = keyOf(certificate);
  const type = key.asymmetricKeyType ?? 'unknown';
  if (type !== 'ed25519') throw bad(`certificate over a key of type ${type}, must be ed25519`);
  const spki = key.export({ type: 'spki', format: 'der' });
  if (!isStrictEd25519(spki.subarray(-RAW_KEY_BYTES))) throw bad('certificate over a key of small order');
  if (!signs(key, certificate)) throw bad('certificate: not signed by its own key');
  return spki;
};

/** OpenSSL reads the key only when asked, and throws if it cannot. */
const keyOf = (certificate: X509Certificate): KeyObject => {
  try {
    return certificate.publicKey;
  } catch (cause) {
    throw bad('certificate over a key that cannot be read', cause);
  }
};

const signs = (key: KeyObject, certificate: X509Certificate): boolean => {
  try {
    return certificate.verify(key);
  } catch {
    return false; // signed by an algorithm that is none of this key's
  }
};

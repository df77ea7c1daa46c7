// Makes the certificate that carries a node's key through TLS: signed by the key itself, since nobody else vouches.
import { createPublicKey, type KeyObject, webcrypto } from 'node:crypto';

/** Dates that never matter: a node's clock may be wrong, and who checks reads only the key. */
const NOT_BEFORE = new Date('2020-01-01T00:00:00Z');
/** RFC 5280 section 4.1.2.5: the date of a certificate that has no well-defined end. */
const NOT_AFTER = new Date('9999-12-31T23:59:59Z');
const ED25519 = { name: 'Ed25519' };

/**
 * The self-signed certificate of an Ed25519 key, as PEM. The same key gives the same bytes.
 *
 * Loading the library takes longer than all else at start, 80 ms, so it is loaded only here, for a first start.
 */
export const makeCertificate = async (privateKey: KeyObject): Promise<string> => {
  await import('reflect-metadata'); // before the library, which asks for it as it is loaded
  const { X509CertificateGenerator } = await import('@peculiar/x509');
  const { subtle } = webcrypto;
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=millrace',
    notBefore: NOT_BEFORE,
    notAfter: NOT_AFTER,
    signingAlgorithm: ED25519,
    keys: {
      privateKey: await subtle.importKey('pkcs8', pkcs8, ED25519, false, ['sign']),
      publicKey: await subtle.importKey('spki', spki, ED25519, true, ['verify']),
    },
  }, webcrypto);
  return `${certificate.toString('pem')}\n`; // a text file, as OpenSSL writes it
};

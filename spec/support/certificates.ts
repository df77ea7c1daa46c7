// Certificates as no honest node would show them, for specs of what is refused.
import { webcrypto, X509Certificate } from 'node:crypto';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

export interface Credentials {
  /** PKCS8 PEM. */
  readonly key: string;
  /** PEM, one certificate or several. */
  readonly cert: string;
}

type Algorithm = 'ed25519' | 'p256' | 'rsa';

const ALGORITHMS = {
  ed25519: { name: 'Ed25519' },
  p256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  rsa: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2_048, publicExponent: Uint8Array.of(1, 0, 1) },
} as const;

const keysOf = (algorithm: Algorithm): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHMS[algorithm], true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;

const keyPem = async ({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> =>
  x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', privateKey), 'PRIVATE KEY');

/** A self-signed certificate over a key of any kind, with a name of so many characters. */
export const selfSigned = async (algorithm: Algorithm, nameLength = 4): Promise<Credentials> => {
  const keys = await keysOf(algorithm);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    { name: `CN=${'n'.repeat(nameLength)}`, signingAlgorithm: ALGORITHMS[algorithm], keys }, webcrypto);
  return { key: await keyPem(keys), cert: certificate.toString('pem') };
};

/** A certificate of more bytes than `bytes`, by comments that nobody reads. */
export const bulky = async (bytes: number): Promise<Credentials> => {
  const keys = await keysOf('ed25519');
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=bulky', signingAlgorithm: ALGORITHMS.ed25519, keys,
    extensions: [new x509.Extension('1.2.3.4', false, new Uint8Array(bytes))],
  }, webcrypto);
  return { key: await keyPem(keys), cert: certificate.toString('pem') };
};

/** A certificate that would be taken, with a second one shown behind it. */
export const withASecond = async (): Promise<Credentials> => {
  const [one, two] = [await selfSigned('ed25519'), await selfSigned('ed25519')];
  return { key: one.key, cert: `${one.cert}\n${two.cert}` };
};

const derOf = (pem: string): Buffer => Buffer.from(new X509Certificate(pem).raw);
const pemOf = (der: Uint8Array): string => `${x509.PemConverter.encode(der, 'CERTIFICATE')}\n`;

/** The same certificate with the last bit of its signature turned. */
export const brokenSignature = ({ key, cert }: Credentials): Credentials => {
  const der = derOf(cert);
  der[der.length - 1] = (der.at(-1) ?? 0) ^ 1;
  return { key, cert: pemOf(der) };
};

/** The same certificate over another raw Ed25519 key of 32 bytes. */
export const withRawKey = (cert: string, raw: Uint8Array): X509Certificate => {
  const der = derOf(cert);
  const spki = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  Buffer.from(raw).copy(der, der.indexOf(spki) + spki.length - raw.length);
  return new X509Certificate(pemOf(der));
};


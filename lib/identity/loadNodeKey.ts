// Reads who this node is from disk, or makes it there at the first start.
import { X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { realEnv, type Env } from '../env.ts';
import { CERTIFICATE_BYTES_MAX } from './checkCertificate.ts';
import { keyFile } from './keyFile.ts';
import { makeCertificate } from './makeCertificate.ts';
import { nodeKeyOf, type NodeKey } from './nodeKey.ts';
import { writeWhole } from './writeWhole.ts';

interface Around {
  readonly env?: Pick<Env, 'scheduler'>;
  /** Takes what the operator should know of damaged files, a line of text; a warning of the process unless given. */
  readonly warn?: (text: string) => void;
}

const shout = (text: string): void => process.emitWarning(text);

/**
 * The node whose key a file holds; the file is made, with mode 0600, if there is none. The certificate is kept beside
 * it, as `node.crt` beside `node.key`: making it takes 100 ms, which is a fifth of what a start may take.
 *
 * The key has a copy beside it, `node.key.copy`, from which a damaged one is made again; the damaged one is set aside.
 *
 * @param file PKCS8 PEM, Ed25519, readable by its owner alone.
 * @throws KeyError in one line: the file, what is wrong with it, and how to mend it.
 * @example const key = await loadNodeKey('.millrace/node.key');
 */
export const loadNodeKey = async (file: string, { env = realEnv, warn = shout }: Around = {}): Promise<NodeKey> => {
  const privateKey = keyFile(file, { now: env.scheduler.now(), warn });
  const beside = `${file.replace(/\.key$/, '')}.crt`;
  return nodeKeyOf(privateKey, keptCertificate(beside, privateKey) ?? await keepCertificate(beside, privateKey));
};

const keptCertificate = (file: string, privateKey: KeyObject): string | undefined => {
  try {
    return certificateIn(readFileSync(file, 'utf8'), privateKey);
  } catch {
    return undefined; // none that can be read
  }
};

/** In PEM. `undefined` unless it is one that the others would take, and over this very key. */
export const certificateIn = (text: string, privateKey: KeyObject): string | undefined => {
  try {
    const certificate = new X509Certificate(text);
    const fits = certificate.checkPrivateKey(privateKey) && certificate.verify(certificate.publicKey);
    return fits && certificate.raw.length <= CERTIFICATE_BYTES_MAX ? certificate.toString() : undefined;
  } catch {
    return undefined; // damaged: it holds nothing that cannot be made again
  }
};

const keepCertificate = async (file: string, privateKey: KeyObject): Promise<string> => {
  const certificate = await makeCertificate(privateKey);
  try {
    writeWhole(file, certificate, { keep: false });
  } catch {
    // A folder that cannot be written makes every start slower, and nothing else.
  }
  return certificate;
};

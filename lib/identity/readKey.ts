// Reads a private key's file and judges it: whole, damaged, or not there; and makes one.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { nodeIdOf, type NodeId } from '../nodeId.ts';
import { KeyError } from './keyError.ts';
import { writeWhole } from './writeWhole.ts';

/** An Ed25519 key in PKCS8 PEM has 119 bytes. What is much longer is some other file, given by mistake. */
const KEY_FILE_BYTES_MAX = 4_096;
const OTHERS = 0o077;
const OWNER_ONLY = 0o700;

export type Found =
  | { readonly kind: 'none' }
  | { readonly kind: 'sound'; readonly key: KeyObject; readonly id: NodeId }
  | { readonly kind: 'damaged'; readonly error: KeyError };

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'no code';

const idOf = (key: KeyObject): NodeId => nodeIdOf(createPublicKey(key).export({ type: 'spki', format: 'der' }));

/**
 * The id in front is the hash of the key, so a flipped bit in either is noticed: a flipped bit in an Ed25519 key gives
 * another key, as good as any. RFC 7468 section 2 lets text stand in front.
 */
export const keyText = (key: KeyObject, id: NodeId): string =>
  `millrace node ${id}: its private key\n${key.export({ type: 'pkcs8', format: 'pem' }).toString()}`;

const MARK = /^millrace node ([a-z2-7]{32}): its private key\n/;

/** @throws KeyError for what no disk does to a file: it is open to others, another kind of file, or not ours to read */
export const lookAt = (file: string): Found => {
  try {
    const text = read(file);
    return text === undefined ? { kind: 'none' } : keyIn(file, text);
  } catch (cause) {
    if (cause instanceof KeyError) throw cause;
    const what = `cannot be read (${codeOf(cause)}): give it to this user, or name another`;
    const error = new KeyError(`${file}: ${what}`, { cause });
    if (codeOf(cause) === 'EIO') return { kind: 'damaged', error };
    throw error;
  }
};

/** `undefined` when there is no such file. It is opened once, so that what is judged is what is read. */
const read = (file: string): string | undefined => {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { mode, size } = fstatSync(descriptor);
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
      throw new KeyError(`${file}: open to others (mode 0${(mode & 0o777).toString(8)}): chmod 600 ${file}`);
    }
    if (size > KEY_FILE_BYTES_MAX) {
      throw new KeyError(`${file}: ${size} bytes, limit ${KEY_FILE_BYTES_MAX}, so no key: name the right file`);
    }
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
};

/**
 * @param file for the messages
 * @throws KeyError when it was never a key of a node's
 */
export const keyIn = (file: string, text: string): Exclude<Found, { kind: 'none' }> => {
  const mend = 'restore it, or move it away to become a new node';
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: text, format: 'pem' });
  } catch (cause) {
    const error = new KeyError(`${file}: not a private key in PEM (${codeOf(cause)}): ${mend}`, { cause });
    return { kind: 'damaged', error };
  }
  if (key.asymmetricKeyType !== 'ed25519') {
    const what = `a key of type ${key.asymmetricKeyType ?? 'unknown'}, must be ed25519`;
    const error = new KeyError(`${file}: ${what}: ${mend}`);
    if (MARK.test(text)) return { kind: 'damaged', error }; // it was one of ours
    throw error;
  }
  const [id, marked] = [idOf(key), MARK.exec(text)?.[1]];
  if (marked === undefined || marked === id) return { kind: 'sound', key, id };
  return { kind: 'damaged', error: new KeyError(`${file}: the key is of node ${id}, not ${marked}: ${mend}`) };
};

export const makeKey = (file: string): void => {
  const { privateKey } = generateKeyPairSync('ed25519');
  try {
    mkdirSync(dirname(file), { recursive: true, mode: OWNER_ONLY });
    writeWhole(file, keyText(privateKey, idOf(privateKey)), { keep: true });
  } catch (cause) {
    const what = `cannot be made (${codeOf(cause)})`;
    throw new KeyError(`${file}: ${what}: make its folder writable, or name another`, { cause });
  }
};

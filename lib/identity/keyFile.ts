// A node's private key on disk: made at the first start, and read only if nobody else could have read it.
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { KeyError } from './keyError.ts';
import { writeWhole } from './writeWhole.ts';

/** An Ed25519 key in PKCS8 PEM has 119 bytes. What is much longer is some other file, given by mistake. */
const KEY_FILE_BYTES_MAX = 4_096;
const OTHERS = 0o077;
const OWNER_ONLY = 0o700;

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'no code';

/**
 * @param file PKCS8 PEM, Ed25519, readable by its owner alone; made, with its folder, if there is none.
 * @throws KeyError
 */
export const keyFile = (file: string): KeyObject => {
  const text = read(file);
  if (text !== undefined) return parse(file, text);
  make(file);
  const made = read(file); // perhaps by another process that started at the same time: then its key is ours as well
  if (made === undefined) throw new KeyError(`${file}: gone right after it was made: see who removes it`);
  return parse(file, made);
};

/** `undefined` when there is no such file. It is opened once, so that what is judged is what is read. */
const read = (file: string): string | undefined => {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const { mode, size } = fstatSync(descriptor);
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
      throw new KeyError(`${file}: open to others (mode 0${(mode & 0o777).toString(8)}): chmod 600 ${file}`);
    }
    if (size > KEY_FILE_BYTES_MAX) {
      throw new KeyError(`${file}: ${size} bytes, limit ${KEY_FILE_BYTES_MAX}, so no key: name the right file`);
    }
    return readFileSync(descriptor, 'utf8');
  } catch (cause) {
    if (cause instanceof KeyError) throw cause;
    if (descriptor === undefined && codeOf(cause) === 'ENOENT') return undefined;
    throw new KeyError(`${file}: cannot be read (${codeOf(cause)}): give it to this user, or name another`, { cause });
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
};

const parse = (file: string, text: string): KeyObject => {
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: text, format: 'pem' });
  } catch (cause) {
    const what = `not a private key in PEM (${codeOf(cause)})`;
    throw new KeyError(`${file}: ${what}: restore it, or move it away to become a new node`, { cause });
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  const what = `a key of type ${key.asymmetricKeyType ?? 'unknown'}, must be ed25519`;
  throw new KeyError(`${file}: ${what}: restore it, or move it away to become a new node`);
};

const make = (file: string): void => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  try {
    mkdirSync(dirname(file), { recursive: true, mode: OWNER_ONLY });
    writeWhole(file, pem.toString(), { keep: true });
  } catch (cause) {
    const what = `cannot be made (${codeOf(cause)})`;
    throw new KeyError(`${file}: ${what}: make its folder writable, or name another`, { cause });
  }
};

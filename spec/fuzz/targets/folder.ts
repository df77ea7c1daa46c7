// What a node reads from its data folder, beside the book and the lock: who it is, and which numbers it has given.
import { makeCertificate } from '../../../lib/identity/makeCertificate.ts';
import { certificateIn } from '../../../lib/identity/loadNodeKey.ts';
import { KeyError } from '../../../lib/identity/keyError.ts';
import { keyIn, keyText } from '../../../lib/identity/readKey.ts';
import { bookKeyIn } from '../../../lib/store/bookKey.ts';
import { checksum } from '../../../lib/store/checksum.ts';
import { readSeq, SeqError, writeSeq } from '../../../lib/store/seqText.ts';
import { testKey } from '../../support/testKey.ts';
import { shapeOf } from '../kind.ts';
import { FILE_MS, textual, type Target } from '../target.ts';

const FILE = 'node.key';
const WORDS = ['\n', '\r\n', ' ', '\u0000', '\ufeff', 'x', '0', 'f'];
const PEM_WORDS = [
  ...WORDS, '-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----', '-----BEGIN ENCRYPTED PRIVATE KEY-----',
  '-----BEGIN RSA PRIVATE KEY-----', '-----BEGIN CERTIFICATE-----', '-----END CERTIFICATE-----', '=', 'MC4C',
  'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n', 'millrace node ', ': its private key\n',
];

const own = testKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const sound = keyIn(FILE, own);
const ID = sound.kind === 'sound' ? sound.id : '';

const nodeKey = textual('node-key', {
  decode: (text) => keyIn(FILE, text), errors: [KeyError], words: PEM_WORDS, short: 200, hangMs: FILE_MS,
  seeds: () => [keyText(testKey, ID), own],
  // the id in front is put right where the rest is a key, as no chance would
  mend: (text) => {
    try {
      const found = keyIn(FILE, text.replace(/^millrace[^\n]*\n/, ''));
      return found.kind === 'sound' ? keyText(found.key, found.id) : text;
    } catch {
      return text;
    }
  },
  kind: (found) => (found.kind === 'damaged' ? shapeOf(found.error) : found.id === ID ? 'sound' : 'sound, of another'),
  again: (found, text) => {
    if (found.kind !== 'sound') return undefined;
    const [, marked] = /^millrace node ([a-z2-7]{32}): its private key\n/.exec(text) ?? [];
    if (marked !== undefined && marked !== found.id) return `is the key of ${found.id}, and marked as of ${marked}`;
    const read = keyIn(FILE, keyText(found.key, found.id));
    return read.kind === 'sound' && read.id === found.id ? undefined : 'is written as another key';
  },
});

const certificate = await makeCertificate(testKey);

const nodeCertificate = textual('node-certificate', {
  decode: (text) => certificateIn(text, testKey), errors: [], words: PEM_WORDS, short: 100, hangMs: FILE_MS,
  seeds: () => [certificate], kind: (kept) => (kept === undefined ? 'none' : 'kept'),
  again: (kept) => (kept === undefined || certificateIn(kept, testKey) === kept ? undefined : 'is not kept again'),
});

const seq = textual('seq', {
  decode: readSeq, errors: [SeqError], seeds: () => [writeSeq(1_769_860_800_000), '7\n', writeSeq(0)],
  words: [...WORDS, '9'.repeat(15), '281474976710655', '-1', '1e9', '٣'],
  mend: (text) => text.replace(/^(\d+) .*/, (_, digits: string) => `${digits} ${checksum(digits)}`),
  again: (number) => (readSeq(writeSeq(number)) === number ? undefined : 'is written as another number'),
});

const bookKey = textual('book-key', {
  decode: bookKeyIn, errors: [], seeds: () => [`${'0123456789abcdef'.repeat(4)}\n`, '0'.repeat(64)], words: WORDS,
  kind: (key) => (key === undefined ? 'none' : 'a key'),
  again: (key) => (key === undefined || bookKeyIn(`${key}\n`) === key ? undefined : 'is written as another key'),
});

export const FOLDER_TARGETS: readonly Target[] = [nodeKey, nodeCertificate, seq, bookKey];

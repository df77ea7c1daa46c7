// What the places of the address book follow from: made at the first start, and read by nobody else.
import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { realEnv } from '../env.ts';
import { messageOf } from '../errors.ts';
import { setAside } from '../setAside.ts';

const KEY_BYTES = 32;
const SHAPE = /^[0-9a-f]{64}$/;
const OWNER_ONLY = 0o600;

interface Surroundings {
  /** Milliseconds since 1970, for the name of what is set aside. */
  readonly now?: number;
  /** Takes what the operator should know, a line of text; a warning of the process unless given. */
  readonly warn?: (text: string) => void;
}

const shout = (text: string): void => process.emitWarning(text);

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** The key in a file's text; `undefined` when it is none. */
export const bookKeyIn = (text: string): string | undefined => (SHAPE.test(text.trim()) ? text.trim() : undefined);

const read = (file: string, { now = realEnv.scheduler.now(), warn = shout }: Surroundings): string | undefined => {
  try {
    const key = bookKeyIn(readFileSync(file, 'utf8'));
    if (key !== undefined) return key;
    warn(`${file}: is not ${2 * KEY_BYTES} hexadecimal digits; ${setAside(file, now)}, making another`);
  } catch (error) {
    if (!isMissing(error)) warn(`${file}: ${messageOf(error)}; ${setAside(file, now)}, making another`);
  }
  return undefined;
};

/** Beside it first, under a name that the next start sweeps, so that a crash leaves no half of one. */
const write = (file: string, key: string): void => {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${key}\n`, { mode: OWNER_ONLY });
  renameSync(draft, file);
};

/**
 * The key in a file, for its owner alone; a new one where there is none or none that can be used. A lost one costs
 * little: addresses find other places at the next start. So a disk that cannot be written is no reason not to start.
 *
 * @param file `book.key` in the data folder; set aside when it is damaged
 */
export const bookKey = (file: string, around: Surroundings = {}): string => {
  const known = read(file, around);
  const key = known ?? randomBytes(KEY_BYTES).toString('hex');
  try {
    if (known === undefined) write(file, key);
    else chmodSync(file, OWNER_ONLY);
  } catch {
    return key; // good for this run
  }
  return key;
};

// One process at a time: a file that says which one it is, and that comes into being with its text already in it.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isRunning, ownHolder, readHolder, writeHolder } from './holder.ts';

/** Somebody else has it. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
  readonly pid: number;

  constructor(file: string, pid: number) {
    const who = pid === process.pid ? 'this process itself' : `the process ${pid}`;
    super(`${file} is held by ${who}; stop it first, or use another folder`);
    this.pid = pid;
  }
}

/** Each try but the first means that another process came and went at the very same moment. */
const TRIES_MAX = 5;

/** No room, or a disk that does not write: no reason not to start, as long as nobody else is there. */
const CANNOT_WRITE: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EIO'];

/**
 * Takes the lock, also from a process that is dead. Where the disk has no room for it, goes on without.
 *
 * @param warn takes what the operator should know, a line of text
 * @returns gives it back; harmless when called again
 * @throws LockedError with the pid of the process that has it; the system's error when the file cannot be written
 */
export const takeLock = (file: string, warn: (text: string) => void): (() => void) => {
  const text = writeHolder(ownHolder());
  try {
    taken(file, text);
  } catch (error) {
    if (!CANNOT_WRITE.includes(codeOf(error))) throw error;
    refuseHeld(file);
    warn(`${file} could not be written (${String(codeOf(error))}): it keeps no second process out of the folder`);
  }
  return () => released(file, text);
};

const refuseHeld = (file: string): string | undefined => {
  const found = textOf(file);
  const holder = found === undefined ? undefined : readHolder(found);
  if (holder !== undefined && isRunning(holder)) throw new LockedError(file, holder.pid);
  return found;
};

const taken = (file: string, text: string): void => {
  for (let tries = 1; !created(file, text); tries++) {
    const found = refuseHeld(file);
    if (tries === TRIES_MAX) throw new Error(`${file} could not be taken in ${TRIES_MAX} tries`);
    if (found !== undefined) clear(file, found);
  }
};

/** One that stays is of a process that is gone, and the next takes it over. */
const released = (file: string, text: string): void => {
  try {
    if (textOf(file) === text) rmSync(file, { force: true });
  } catch {
    return;
  }
};

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** A link is made whole or not at all, so nobody ever reads a lock without its holder. */
const created = (file: string, text: string): boolean => {
  const own = `${file}.${process.pid}`;
  try {
    writeFileSync(own, text, { mode: 0o600 });
    linkSync(own, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOENT') return false; // ENOENT: somebody swept the folder
    throw error;
  } finally {
    removed(own);
  }
};

/** What stays is swept at the next start: no reason to lose the lock that was taken. */
const removed = (draft: string): void => {
  try {
    rmSync(draft, { force: true });
  } catch {
    return;
  }
};

const textOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined; // given back meanwhile
    throw error;
  }
};

/** Moves the dead process's lock away. Should it be another's by now, who was as quick as we, it is put back. */
const clear = (file: string, dead: string): void => {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (textOf(aside) !== dead) linkSync(aside, file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error;
  } finally {
    removed(aside);
  }
};

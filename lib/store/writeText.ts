// Replaces a file whole: whoever reads it, and whoever starts after a crash, finds the old text or the new one.
import { open, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { defer, from, type Observable } from 'rxjs';
import writeFileAtomic from 'write-file-atomic';

/** The owner's alone: a book tells whom somebody talks to. */
const MODE = 0o600;

/**
 * Writes beside the file, flushes to the disk, renames. Emits once when it is done and completes; errors with the
 * system's error, and then the file is as it was. Cold; a write that has begun goes on after unsubscribing, since a
 * rename cannot be taken back.
 */
export const writeText = (file: string, text: string): Observable<void> => defer(() => from(replaced(file, text)));

/**
 * `write-file-atomic` 7.0.1 writes once and does not look how much was written: on a disk that is almost full it puts
 * a cut-off text in place of a whole one. So the text is written by us, to its end or with an error, when its temporary
 * file is there; it waits for that (its README, `tmpfileCreated`), has nothing to add, flushes and renames.
 */
const replaced = async (file: string, text: string): Promise<void> => {
  const fill = (temporary: string): Promise<void> => writeFile(temporary, text);
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the types forget that it is awaited
  await writeFileAtomic(file, '', { mode: MODE, tmpfileCreated: fill });
  await flushed(dirname(file));
};

/** A power cut takes back a new name whose folder was not flushed, which the library leaves out; Windows opens none. */
const flushed = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

// Replaces a file whole: whoever reads it, and whoever starts after a crash, finds the old text or the new one.
import { defer, from, type Observable } from 'rxjs';
import writeFileAtomic from 'write-file-atomic';

/** The owner's alone: a book tells whom somebody talks to. */
const MODE = 0o600;

/**
 * Writes beside the file, flushes to the disk, renames. Emits once when it is done and completes; errors with the
 * system's error. Cold; a write that has begun goes on after unsubscribing, since a rename cannot be taken back.
 */
export const writeText = (file: string, text: string): Observable<void> =>
  defer(() => from(writeFileAtomic(file, text, { mode: MODE })));

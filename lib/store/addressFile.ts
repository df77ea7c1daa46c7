// Reads a file with addresses, without ever waiting for one that is no file.
import { readFileSync, statSync } from 'node:fs';
import { messageOf } from '../errors.ts';
import { keptAside, setAside } from '../setAside.ts';
import { EMPTY_BOOK, type Book } from './book.ts';
import { BOOK_BYTES_MAX, BookError, readBook, type ReadBook } from './readBook.ts';

/** @throws BookError when there is something, but no address book; the system's error when it cannot be read */
export const readAddressFile = (file: string, now: number): ReadBook => {
  const stats = statSync(file);
  if (!stats.isFile()) throw new Error('is not a file'); // reading a pipe would hold up everything
  if (stats.size > BOOK_BYTES_MAX) throw new BookError(`is ${stats.size} bytes, limit ${BOOK_BYTES_MAX}`);
  return readBook(readFileSync(file, 'utf8'), now);
};

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** A disk that was busy with itself, or descriptors that ran out for a moment: the next look may find what is there. */
const READS_MAX = 3;

const readPatiently = (file: string, now: number): ReadBook => {
  for (let reads = 1; ; reads++) {
    try {
      return readAddressFile(file, now);
    } catch (error) {
      const isForGood = codeOf(error) === undefined || codeOf(error) === 'ENOENT';
      if (isForGood || reads === READS_MAX) throw error;
    }
  }
};

export interface LoadedBook {
  readonly book: Book;
  readonly problems: readonly string[];
  /** There is a book, whole perhaps, that this process cannot read: the next save would replace it. */
  readonly refusal?: string;
}

/**
 * The node's own book. Never throws: a lost book is no reason not to start, and what is damaged, or what the disk cannot
 * give, is set aside; of what is damaged in part a copy is kept, before the next save replaces it. One that is another
 * user's, or for which there is no descriptor, is not lost, and nothing may replace it.
 */
export const loadBook = (file: string, now: number): LoadedBook => {
  try {
    const read = readPatiently(file, now);
    if (read.problems.length === 0) return read;
    return { ...read, problems: [...read.problems, `${file} as it was is ${keptAside(file, now)}`] };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return { book: EMPTY_BOOK, problems: [] }; // the first start
    const isLost = error instanceof BookError || code === 'EIO';
    if (!isLost && code !== undefined) {
      const mend = 'give it to this user, or move it away to start without its bans and addresses';
      return { book: EMPTY_BOOK, problems: [], refusal: `${file} cannot be read: ${messageOf(error)}; ${mend}` };
    }
    const problem = `${file}: ${messageOf(error)}${isLost ? `; ${setAside(file, now)}` : ''}, starting without it`;
    return { book: EMPTY_BOOK, problems: [problem] };
  }
};

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

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** What a disk says of a file that it cannot give; one that is none, or another user's, is not ours to move. */
const isOfDisk = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EIO';

/**
 * The node's own book. Never throws: a lost book is no reason not to start. What is damaged, or only cannot be read at
 * the moment, is set aside, and of what is damaged in part a copy is kept, before the next save replaces it.
 */
export const loadBook = (file: string, now: number): { readonly book: Book; readonly problems: readonly string[] } => {
  try {
    const read = readAddressFile(file, now);
    if (read.problems.length === 0) return read;
    return { ...read, problems: [...read.problems, `${file} as it was is ${keptAside(file, now)}`] };
  } catch (error) {
    if (isMissing(error)) return { book: EMPTY_BOOK, problems: [] }; // the first start
    const isLost = error instanceof BookError || isOfDisk(error);
    const problem = `${file}: ${messageOf(error)}${isLost ? `; ${setAside(file, now)}` : ''}, starting without it`;
    return { book: EMPTY_BOOK, problems: [problem] };
  }
};

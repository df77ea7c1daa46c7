// Reads a file with addresses, without ever waiting for one that is no file.
import { readFileSync, renameSync, statSync } from 'node:fs';
import { messageOf } from '../errors.ts';
import { iso } from '../iso.ts';
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

/** Under its own name the next save would replace it, and with it whatever could still be read by hand. */
const setAside = (file: string, now: number): string => {
  const aside = `${file}.damaged-${iso(now).replaceAll(':', '-')}`;
  try {
    renameSync(file, aside);
    return `set aside as ${aside}`;
  } catch (error) {
    return `could not be set aside: ${messageOf(error)}`;
  }
};

/** The node's own book. Never throws: a lost book is no reason not to start. */
export const loadBook = (file: string, now: number): { readonly book: Book; readonly problems: readonly string[] } => {
  try {
    return readAddressFile(file, now);
  } catch (error) {
    if (isMissing(error)) return { book: EMPTY_BOOK, problems: [] }; // the first start
    const problem = `${file}: ${messageOf(error)}`;
    const more = error instanceof BookError ? `; ${setAside(file, now)}, starting without it` : ', starting without it';
    return { book: EMPTY_BOOK, problems: [`${problem}${more}`] };
  }
};

// The address book on a disk in memory: the counterparts of `sources/book.ts` and `effects/storeBook.ts`, which share
// with them all but the files.
import { catchError, defer, filter, from, map, of, pipe } from 'rxjs';
import type { Caused, Effect, Issued } from '../../effect.ts';
import { oneAtATime } from '../../effects/oneAtATime.ts';
import type { Env } from '../../env.ts';
import { messageOf } from '../../errors.ts';
import type { Event } from '../../event.ts';
import type { Source } from '../../source.ts';
import { bookEvents, bookOf, EMPTY_BOOK, type Book } from '../../store/book.ts';
import { missed } from '../../store/learnt.ts';
import { BookError, readBook } from '../../store/readBook.ts';
import { writeBook } from '../../store/writeBook.ts';
import type { MemoryDisk } from './memoryDisk.ts';

const FILE = 'peers.json';

/** A damaged book is no reason not to start. */
const loaded = (
  text: string | undefined,
  now: number,
): { readonly book: Book; readonly problems: readonly string[] } => {
  if (text === undefined) return { book: EMPTY_BOOK, problems: [] };
  try {
    return readBook(text, now);
  } catch (error) {
    if (!(error instanceof BookError)) throw error;
    return { book: EMPTY_BOOK, problems: [`${FILE}: ${error.message}; set aside, starting without it`] };
  }
};

export const bookFrom = (disk: MemoryDisk, env: Env): Source =>
  defer(() => {
    const now = env.scheduler.now();
    const { book, problems } = loaded(disk.text, now);
    return from([...bookEvents(book, now), ...(problems.length === 0 ? [] : [missed('book', problems)])]);
  });

export const bookTo = (disk: MemoryDisk): Effect =>
  pipe(
    filter(({ command }: Issued) => command.type === 'save'),
    oneAtATime(
      ({ id, state, now }) =>
        disk.write(writeBook(bookOf(state, now))).pipe(
          map((): Event => ({ type: 'book-saved', file: FILE })),
          catchError((error: unknown) => of<Event>({ type: 'book-failed', file: FILE, error: messageOf(error) })),
          map((event): Caused => ({ event, cause: id })),
        ),
      ({ id }) => of<Caused>({ event: { type: 'save-started' }, cause: id }),
    ),
  );

// Writes the address book.
import { catchError, filter, map, of, pipe } from 'rxjs';
import type { Caused, Effect, Issued } from '../effect.ts';
import { messageOf } from '../errors.ts';
import type { Event } from '../event.ts';
import { bookOf } from '../store/book.ts';
import { writeBook } from '../store/writeBook.ts';
import { writeText } from '../store/writeText.ts';
import { oneAtATime } from './oneAtATime.ts';

/**
 * Carries out `save`: says `save-started` at once and then, for each of those, `book-saved` when the book is on the
 * disk or `book-failed`. A `save` during a write leads to one more write afterwards, with the newest state.
 *
 * @param file `peers.json` in the data folder
 */
export const storeBook = (file: string): Effect =>
  pipe(
    filter(({ command }: Issued) => command.type === 'save'),
    oneAtATime(
      ({ id, state, now }) =>
        writeText(file, writeBook(bookOf(state, now))).pipe(
          map((): Event => ({ type: 'book-saved', file })),
          catchError((error: unknown) => of<Event>({ type: 'book-failed', file, error: messageOf(error) })),
          map((event): Caused => ({ event, cause: id })),
        ),
      ({ id }) => of<Caused>({ event: { type: 'save-started' }, cause: id }),
    ),
  );

// What a journal remembers, told to a control connection as fast as its reader takes it, and with no gap before what
// comes next.
import {
  concat, concatMap, defer, EMPTY, from, fromEvent, ignoreElements, map, range, take, type Observable,
} from 'rxjs';
import type { Socket } from 'node:net';
import type { Entry, EntryId } from '../journal.ts';
import type { RingJournal } from '../journals/ringJournal.ts';

/** An entry is seldom longer than a kilobyte or two: far from what an unread connection may hold. */
const BUNCH = 64;
/** What came while the rest was told is told then; a node that outruns its reader so often is not caught up with. */
const ROUNDS_MAX = 8;

const drained = (socket: Socket): Observable<never> =>
  defer(() => (socket.writableNeedDrain ? fromEvent(socket, 'drain').pipe(take(1), ignoreElements()) : EMPTY));

const paced = (entries: readonly Entry[], socket: Socket): Observable<Entry> =>
  range(0, Math.ceil(entries.length / BUNCH)).pipe(
    map((bunch) => entries.slice(bunch * BUNCH, (bunch + 1) * BUNCH)),
    concatMap((bunch) => concat(from(bunch), drained(socket))), // concatMap: one bunch after the other
  );

/** @param since milliseconds since 1970 */
export const remembered = (journal: RingJournal, socket: Socket, since: number): Observable<Entry> => {
  const round = (after: EntryId, rounds: number): Observable<Entry> =>
    defer(() => {
      const entries = rounds === 0 ? [] : journal.all().filter(({ at, id }) => at >= since && id > after);
      const last = entries.at(-1);
      return last === undefined ? EMPTY : concat(paced(entries, socket), round(last.id, rounds - 1));
    });
  return round(0, ROUNDS_MAX);
};

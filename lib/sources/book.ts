// The address book of the last run: where this node had found others, and whom it had banned.
import { defer, from, of } from 'rxjs';
import type { Env } from '../env.ts';
import type { Event } from '../event.ts';
import type { Source } from '../source.ts';
import { loadBook } from '../store/addressFile.ts';
import { bookEvents } from '../store/book.ts';
import { missed } from '../store/learnt.ts';

/**
 * Reads the book at once, tells what is in it, and completes. A damaged file is set aside beside it, single entries
 * that are damaged are left out; either is an `addresses-missed`, and the node starts all the same. A book that cannot be
 * read though it may be whole makes the node stop: `stop-requested`, with what is wrong as the reason.
 *
 * @param file `peers.json` in the data folder; may be absent, and may be a plain JSON array of addresses
 * @example book('.millrace/peers.json', realEnv)
 */
export const book = (file: string, env: Env): Source =>
  defer(() => {
    const now = env.scheduler.now();
    const loaded = loadBook(file, now);
    if (loaded.refusal !== undefined) return of<Event>({ type: 'stop-requested', reason: loaded.refusal });
    const problems = loaded.problems.length === 0 ? [] : [missed('book', loaded.problems)];
    return from([...bookEvents(loaded.book, now), ...problems]);
  });

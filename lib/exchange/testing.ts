// Whether anybody lives at an address: what is asked before a node is said to be gone.
import { catchError, map, of, TimeoutError, type Observable } from 'rxjs';
import type { CommandOf } from '../command.ts';
import { messageOf } from '../errors.ts';
import type { Event } from '../event.ts';
import { printable } from '../printable.ts';
import { knock, type Knock, type KnockParts } from './knock.ts';

/** Each a round trip around the world, and a lost packet. */
export const TEST: Knock = { openMs: 1_000, wordMs: 1_000 };

const why = (error: unknown): string => (error instanceof TimeoutError ? 'nobody answers there' : messageOf(error));

export const tested = (
  { node, address, seq }: CommandOf<'test'>, parts: KnockParts,
): Observable<Event> =>
  knock(address, node, parts, TEST).pipe(
    map((): Event => ({ type: 'node-tested', node, address, seq, answers: true })),
    catchError((error: unknown) =>
      of<Event>({ type: 'node-tested', node, address, seq, answers: false, error: printable(why(error)) })),
  );

// Whether a node is at an address that it has told of: dials back, and asks for its key.
import { catchError, map, of, switchMap, timeout, type Observable } from 'rxjs';
import type { CommandOf } from '../command.ts';
import { messageOf } from '../errors.ts';
import type { Event } from '../event.ts';
import { printable } from '../printable.ts';
import { handshaken } from './handshaken.ts';
import type { KnockParts } from './knock.ts';

/** A handshake over a slow line, as long as a dial may take. */
export const PROVE_MS_MAX = 5_000;

/** Lets go once the other end has proven who it is: who is full, and welcomes nobody, is there all the same. */
export const proved = (
  { node, address }: CommandOf<'prove'>, { transport, env }: KnockParts,
): Observable<Event> =>
  transport.dial(address).pipe(
    switchMap((connection) => handshaken(connection, node)), // one connection, one handshake
    map((): Event => ({ type: 'address-proved', node, address, holds: true })),
    timeout({ first: PROVE_MS_MAX, scheduler: env.scheduler }),
    catchError((error: unknown) =>
      of<Event>({ type: 'address-proved', node, address, holds: false, error: printable(messageOf(error)) })),
  );

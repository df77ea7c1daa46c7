// Whether anybody opens at an address: what is asked before a node is said to be gone.
import { catchError, map, of, take, timeout, type Observable } from 'rxjs';
import type { CommandOf } from '../command.ts';
import type { Env } from '../env.ts';
import { messageOf } from '../errors.ts';
import type { Event } from '../event.ts';
import { printable } from '../printable.ts';
import type { Transport } from '../transport.ts';

/** A round trip around the world, and a lost packet. */
export const TEST_MS_MAX = 1_000;

/** Opens a connection and lets go of it, before any handshake: one that is full, and turns us away, lives all the same. */
export const tested = (
  { node, address, seq }: CommandOf<'test'>, { transport, env }: { readonly transport: Transport; readonly env: Env },
): Observable<Event> =>
  transport.dial(address).pipe(
    take(1),
    map((connection): Event => {
      connection.destroy();
      return { type: 'node-tested', node, address, seq, answers: true };
    }),
    timeout({ first: TEST_MS_MAX, scheduler: env.scheduler }),
    catchError((error: unknown) =>
      of<Event>({ type: 'node-tested', node, address, seq, answers: false, error: printable(messageOf(error)) })),
  );

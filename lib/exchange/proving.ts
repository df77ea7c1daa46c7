// Whether a node is at an address that it has told of: dials back, and asks for its key.
import { catchError, map, of, switchMap, take, takeLast, timeout, type Observable } from 'rxjs';
import type { CommandOf } from '../command.ts';
import type { Env } from '../env.ts';
import { messageOf } from '../errors.ts';
import type { Event } from '../event.ts';
import { printable } from '../printable.ts';
import type { Transport } from '../transport.ts';

/** A handshake over a slow line, as long as a dial may take. */
export const PROVE_MS_MAX = 5_000;

/** Lets go once the other end has proven who it is: who is full, and welcomes nobody, is there all the same. */
export const proved = (
  { node, address }: CommandOf<'prove'>, { transport, env }: { readonly transport: Transport; readonly env: Env },
): Observable<Event> =>
  transport.dial(address).pipe(
    switchMap((connection) => connection.secure(node)), // one connection, one handshake
    take(1),
    takeLast(1), // once the handshake is over: to destroy what it has made before would be its failure
    map((channel): Event => {
      channel.destroy();
      return { type: 'address-proved', node, address, holds: true };
    }),
    timeout({ first: PROVE_MS_MAX, scheduler: env.scheduler }),
    catchError((error: unknown) =>
      of<Event>({ type: 'address-proved', node, address, holds: false, error: printable(messageOf(error)) })),
  );

// The listen loop: takes a port, and for every connection that comes makes a Peer, which waits to be let in.
import { catchError, map, merge, NEVER, of, switchMap } from 'rxjs';
import type { Address } from '../address.ts';
import { messageOf } from '../errors.ts';
import type { Event } from '../event.ts';
import type { Peer } from '../peer.ts';
import type { Source } from '../source.ts';
import type { Connection, Transport } from '../transport.ts';

/** Makes Peers of connections. */
export interface Reception {
  accepted(connection: Connection): Peer;
}

/** @param local `HOST:0` takes a free port */
export const listen = (local: Address, transport: Transport, reception: Reception): Source =>
  transport.listen(local).pipe(
    // switchMap: there is one listener, and it lasts as long as the source
    switchMap(({ address, reachable, connection$, turned$ = NEVER }) =>
      merge(
        of<Event>({ type: 'listening-started', address, ...(reachable === undefined ? {} : { reachable }) }),
        connection$.pipe(
          map((connection): Event => {
            const { id } = reception.accepted(connection);
            return { type: 'connection-accepted', peer: id, address: connection.remote };
          }),
        ),
        turned$.pipe(map((turned): Event => ({ type: 'connections-refused', address, ...turned }))),
      ),
    ),
    catchError((error: unknown) => of<Event>({ type: 'listening-failed', address: local, error: messageOf(error) })),
  );

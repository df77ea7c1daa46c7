// Whether a node lives behind an address: what is asked before anybody is said to be gone.
import { catchError, of, switchMap, throwError, timeout, type Observable } from 'rxjs';
import type { Address } from '../address.ts';
import type { Env } from '../env.ts';
import type { NodeId } from '../nodeId.ts';
import { TransportError, type Transport } from '../transport.ts';
import { handshaken } from './handshaken.ts';

/** How long it may take, in milliseconds: until somebody opens, and from then on until somebody says something. */
export interface Knock {
  readonly openMs: number;
  readonly wordMs: number;
}

export interface KnockParts {
  readonly transport: Transport;
  readonly env: Env;
}

/**
 * Who ends the handshake in any way of its own, since it is full or wants none of us, lives all the same; but another
 * node's key says that ours is not there.
 */
const unlessItSpoke = (error: unknown): Observable<void> =>
  error instanceof TransportError && error.code !== 'wrong-identity' ? of(undefined) : throwError(() => error);

/**
 * Emits once and completes when the node lives; errors with a TransportError or a TimeoutError when it does not.
 *
 * An open port is not enough: the kernel opens for a process that is stopped, or hangs, until its backlog is full. So the
 * other end is asked to begin the handshake, which only the process can. A transport that is not secure has none, and
 * there an open port is all that is known.
 */
export const knock = (
  address: Address, node: NodeId, { transport, env }: KnockParts, { openMs, wordMs }: Knock,
): Observable<void> =>
  transport.dial(address).pipe(
    timeout({ first: openMs, scheduler: env.scheduler }),
    switchMap((connection) => handshaken(connection, node).pipe(
      timeout({ first: wordMs, scheduler: env.scheduler }),
      catchError(unlessItSpoke),
    )),
  );

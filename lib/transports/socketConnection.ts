// A connection over a TCP socket before anybody has proven anything: nothing is read from it yet.
import type { Socket } from 'node:net';
import { defer, finalize, tap, type Observable } from 'rxjs';
import type { Address } from '../address.ts';
import type { NodeId } from '../nodeId.ts';
import { TransportError, type Channel, type Connection } from '../transport.ts';

/** The tail dialled, the head accepted. */
export type Role = 'tail' | 'head';

/** How a socket becomes a channel. Whoever unsubscribes it early, or sees it error, destroys the socket. */
export type Secure = (socket: Socket, role: Role, remote: Address, expected: NodeId | undefined) => Observable<Channel>;

export class SocketConnection implements Connection {
  readonly remote: Address;
  readonly #socket: Socket;
  readonly #role: Role;
  readonly #secure: Secure;
  #secured = false;

  constructor(socket: Socket, role: Role, remote: Address, secure: Secure) {
    this.#socket = socket;
    this.#role = role;
    this.remote = remote;
    this.#secure = secure;
  }

  secure(expected?: NodeId): Observable<Channel> {
    return defer(() => {
      if (this.#secured || this.#socket.destroyed) {
        const why = this.#secured ? 'secured before' : 'closed';
        throw new TransportError('reset', `connection with ${this.remote}: ${why}`);
      }
      this.#secured = true;
      let done = false;
      return this.#secure(this.#socket, this.#role, this.remote, expected).pipe(
        tap(() => (done = true)),
        finalize(() => {
          if (!done) this.#socket.destroy();
        }),
      );
    });
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

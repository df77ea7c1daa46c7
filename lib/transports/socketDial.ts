// Opens a TCP connection.
import { connect } from 'node:net';
import { Observable } from 'rxjs';
import { endpointOf, parseAddress, type Address } from '../address.ts';
import type { Connection } from '../transport.ts';
import { failure } from './failure.ts';
import { SocketConnection, type Secure } from './socketConnection.ts';

/** There is no deadline here: who subscribes has one, and unsubscribes. */
export const socketDial = (remote: Address, secure: Secure): Observable<Connection> =>
  new Observable((subscriber) => {
    const { host, port } = parseAddress(remote);
    const socket = connect({ host, port, allowHalfOpen: true, noDelay: true }).pause();
    let connected = false;
    // Stays for the socket's life: between this connection and its channel nobody else listens, and what went wrong
    // then shows when it is secured.
    socket.on('error', (cause) => subscriber.error(failure('dial', `dial ${remote}`, cause)));
    socket.once('connect', () => {
      connected = true;
      subscriber.next(new SocketConnection(socket, 'tail', endpointOf(remote), secure));
      subscriber.complete();
    });
    return () => {
      if (!connected) socket.destroy();
    };
  });

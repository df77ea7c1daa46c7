// Takes a TCP port, and hands out who connects without reading a byte from them.
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Observable, Subject, tap } from 'rxjs';
import { formatAddress, parseAddress, type Address } from '../address.ts';
import { isWildcard } from '../ranges.ts';
import type { Connection, Listener } from '../transport.ts';
import { failure } from './failure.ts';
import type { Gate } from './gate.ts';
import { ownAddresses } from './ownAddresses.ts';
import { SocketConnection, type Secure } from './socketConnection.ts';
import { SocketRefusals } from './socketRefusals.ts';

/**
 * How many sockets may be accepted and neither secured nor destroyed. One costs a descriptor and 3 KiB; the guards
 * allow far fewer remotes at once, so this holds only if somebody forgot to destroy what was refused. It
 * bounds the line before the handshakes as well.
 */
const UNSECURED_MAX = 256;

/** @param gate asked of each remote, before anything is made of it */
export const socketListen = (local: Address, secure: Secure, gate: Gate): Observable<Listener> =>
  new Observable((subscriber) => {
    const { host, port } = parseAddress(local);
    const connection$ = new Subject<Connection>();
    const unsecured = new Set<Socket>();
    const refusals = new SocketRefusals();
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true });

    const leave = (socket: Socket): void => void unsecured.delete(socket);
    /** One for all sockets, which have it for as long as they live. */
    const left = function left(this: Socket): void {
      leave(this);
    };
    const secureAndLeave: Secure = (socket, ...how) => secure(socket, ...how).pipe(tap(() => leave(socket)));
    server.on('connection', (socket) => {
      socket.on('error', left); // shows when it is secured
      const { remoteAddress, remotePort } = socket;
      const gone = remoteAddress === undefined || remotePort === undefined; // before we came to it
      if (gone || !connection$.observed) {
        socket.destroy();
        return;
      }
      const remote = formatAddress({ host: withoutV4Prefix(remoteAddress), port: remotePort });
      const why = unsecured.size >= UNSECURED_MAX ? 'room' : gate.refuses(remote);
      if (why !== undefined) {
        refusals.add(why, remote);
        socket.resetAndDestroy(); // no good order is kept with: a socket in TIME_WAIT would be ours
        return;
      }
      unsecured.add(socket);
      socket.on('close', left);
      connection$.next(new SocketConnection(socket, 'head', remote, secureAndLeave));
    });
    // Once it listens, an error is one connection that could not be accepted, for want of descriptors: that one is
    // lost, and the port is not.
    server.on('error', (cause) => {
      if (!server.listening) subscriber.error(failure('listen', `listen ${local}`, cause));
    });
    server.on('listening', () => {
      if (subscriber.closed) { // unsubscribed while the name was being looked up
        server.close();
        return;
      }
      const address = formatAddress({ host, port: (server.address() as AddressInfo).port });
      const reachable = isWildcard(host) ? { reachable: ownAddresses(host, parseAddress(address).port) } : {};
      const { turned$ } = refusals;
      subscriber.next({ address, ...reachable, connection$: connection$.asObservable(), turned$ });
    });
    server.listen({ host, port, exclusive: true });
    return () => {
      server.close();
      connection$.complete();
      refusals.stop();
    };
  });

/** A socket that listens on `::` sees IPv4 remotes as `::ffff:1.2.3.4`; guards and bans know them as 1.2.3.4. */
const withoutV4Prefix = (host: string): string => host.replace(/^::ffff:(?=\d+\.)/i, '');

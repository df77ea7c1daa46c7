// Takes a port of a host in memory.
import { Observable, Subject } from 'rxjs';
import { formatAddress, parseAddress, type Address } from '../address.ts';
import type { NodeId } from '../nodeId.ts';
import { TransportError, type Connection, type Listener } from '../transport.ts';
import type { MemoryHost, MemoryPort } from './memoryHost.ts';

/** Addresses that mean whatever host one is on. */
const ANY_HOST: readonly string[] = ['0.0.0.0', '::'];

export const memoryListen = (host: MemoryHost, node: NodeId | undefined, local: Address): Observable<Listener> =>
  new Observable((subscriber) => {
    const wanted = parseAddress(local);
    const error = (code: 'in-use' | 'not-permitted', why: string): TransportError =>
      new TransportError(code, `listen ${local}: ${why}`);
    if (wanted.host !== host.name && !ANY_HOST.includes(wanted.host)) throw error('not-permitted', 'EADDRNOTAVAIL');
    const port = wanted.port === 0 ? host.freePort() : wanted.port;
    if (port === undefined || host.ports.has(port)) throw error('in-use', 'EADDRINUSE');

    const connection$ = new Subject<Connection>();
    const taken: MemoryPort = {
      node,
      accept: (connection) => {
        if (!connection$.observed) return false;
        connection$.next(connection);
        return true;
      },
    };
    host.ports.set(port, taken);
    subscriber.next({ address: formatAddress({ host: wanted.host, port }), connection$: connection$.asObservable() });
    return () => {
      if (host.ports.get(port) === taken) host.ports.delete(port);
      connection$.complete();
    };
  });

// Takes the port, with a limit on everything that a client can make a server hold or wait for.
import debug from 'debug';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { Observable } from 'rxjs';
import { formatAddress, parseAddress, type Address } from '../address.ts';
import { isLoopback } from '../ranges.ts';
import { fault, type Answer } from './answer.ts';
import {
  CHECK_MS, HEADER_BYTES_MAX, HEADERS_MS_MAX, KEEP_ALIVE_MS, REQUEST_MS_MAX, REQUESTS_PER_CONNECTION_MAX, SILENT_MS_MAX,
} from './limits.ts';
import type { Places } from './places.ts';
import { rawAnswer } from './writeAnswer.ts';

const log = debug('millrace:http');

/** The port cannot be taken; the message holds the address and the system's own code. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
}

const unreadable = ({ code, message }: NodeJS.ErrnoException): Answer => {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return fault(431, { error: 'the headers are too long', place: 'headers', limit: HEADER_BYTES_MAX });
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return fault(408, { error: 'the request took too long', place: 'headers', limit: `${HEADERS_MS_MAX} ms` });
    default:
      return fault(400, { error: `not a request: ${message}` });
  }
};

const NOT_A_PROXY = fault(405, { error: 'this is no proxy', place: 'method', value: 'CONNECT', limit: 'GET, HEAD' },
  { headers: { allow: 'GET, HEAD' } });

const lastWord = (socket: Duplex, answer: Answer): void => {
  if (socket.writable) socket.end(rawAnswer(answer), () => socket.destroy());
  else socket.destroy();
};

const made = (places: Places, listener: RequestListener): Server => {
  const server = createServer({
    maxHeaderSize: HEADER_BYTES_MAX, headersTimeout: HEADERS_MS_MAX, requestTimeout: REQUEST_MS_MAX,
    connectionsCheckingInterval: CHECK_MS, keepAliveTimeout: KEEP_ALIVE_MS, requireHostHeader: false, // ours says more
  }, listener);
  server.maxRequestsPerSocket = REQUESTS_PER_CONNECTION_MAX;
  server.timeout = SILENT_MS_MAX;
  server.on('connection', (socket) => places.admit(socket) || socket.destroy());
  server.on('clientError', (error, socket) => lastWord(socket, unreadable(error)));
  server.on('connect', (_request, socket) => lastWord(socket, NOT_A_PROXY));
  return server;
};

/** Where it listens, with the port that was taken; an error when that is for all to reach, and nobody wanted it. */
const taken = (server: Server, isExposed: boolean): Address => {
  const { address: host, port } = server.address() as AddressInfo;
  const address = formatAddress(parseAddress(host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`));
  if (isExposed || isLoopback(host)) return address;
  throw new HttpError(`http ${address} is not loopback: others could read it, which httpExpose must allow`);
};

export interface HttpPort {
  readonly address: Address;
  readonly isExposed: boolean;
}

/**
 * Emits where it listens, and never completes; unsubscribing closes the port and every connection. Errors with an
 * HttpError when the port cannot be taken.
 */
export const listenHttp = (
  { address, isExposed }: HttpPort,
  places: Places,
  listener: RequestListener,
): Observable<Address> =>
  new Observable((out) => {
    const server = made(places, listener);
    const { host, port } = parseAddress(address);
    server.once('error', (error: NodeJS.ErrnoException) =>
      out.error(new HttpError(`http ${address} cannot be taken: ${error.code ?? error.message}`, { cause: error })));
    server.listen({ host, port }, () => {
      server.on('error', (error) => log('a connection could not be taken: %s', error.message));
      try {
        out.next(taken(server, isExposed));
      } catch (error) {
        out.error(error);
      }
    });
    return () => {
      server.close();
      places.destroyAll();
    };
  });

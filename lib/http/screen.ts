// Judges a request before anything looks at what it asks for: who it was meant for, who made it, and its form.
//
// A page from elsewhere can make a browser talk to this node (DNS rebinding: a name that its owner lets point here;
// CSRF: a form or an image). Such a request names another host, or another origin, and ends here.
import type { IncomingMessage } from 'node:http';
import { formatAddress, hostOf } from '../address.ts';
import { fault, type Answer } from './answer.ts';

const METHODS = 'GET, HEAD';
const HTTP_PORT = 80;

/** In the order of how good they are to show. */
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'] as const;

const withPort = (host: string, port: number): string => (port === HTTP_PORT ? host : `${host}:${port}`);

/** The connection's own address as a Host header has it: with it, no name was looked up, so none was rebound. */
const reachedAt = ({ socket: { localAddress, localPort } }: IncomingMessage): string => {
  if (localAddress === undefined || localPort === undefined) return '';
  const host = hostOf(formatAddress({ host: localAddress.replace(/^::ffff:(?=\d+\.)/i, ''), port: localPort }));
  return withPort(host.includes(':') ? `[${host}]` : host, localPort);
};

/** @param configured `httpHosts`: exact, as a Host header has them */
export const allowedHosts = (request: IncomingMessage, configured: readonly string[]): ReadonlySet<string> => {
  const port = request.socket.localPort ?? 0;
  return new Set([...LOOPBACK.map((name) => withPort(name, port)), reachedAt(request), ...configured]);
};

const headersNamed = (request: IncomingMessage, name: string): readonly string[] =>
  request.rawHeaders.flatMap((one, at, all) =>
    at % 2 === 0 && one.toLowerCase() === name ? [all[at + 1] ?? ''] : []);

const wrongHost = (request: IncomingMessage, configured: readonly string[]): Answer | undefined => {
  const [host, ...others] = headersNamed(request, 'host');
  if (host === undefined || others.length > 0) {
    const error = `${others.length > 0 ? others.length + 1 : 'no'} Host headers, must be one`;
    return fault(400, { error, place: 'host', limit: 1 }, { last: true });
  }
  const allowed = allowedHosts(request, configured);
  if (allowed.has(host.toLowerCase())) return undefined;
  const limit = [...allowed].join(', ');
  const error = 'this Host is not served here: use one of the limit, or add it to httpHosts';
  return fault(421, { error, place: 'host', value: host, limit }, { last: true });
};

const wrongOrigin = (request: IncomingMessage): Answer | undefined => {
  const [host = ''] = headersNamed(request, 'host');
  const origins = headersNamed(request, 'origin');
  const same = [`http://${host.toLowerCase()}`, `https://${host.toLowerCase()}`]; // a proxy may speak TLS for us
  const foreign = origins.find((origin) => !same.includes(origin.toLowerCase()));
  if (foreign === undefined && origins.length <= 1) return undefined;
  const error = 'pages of other origins may not ask this node';
  return fault(403, { error, place: 'origin', value: foreign ?? origins.join(), limit: same[0] ?? '' }, { last: true });
};

const wrongForm = (request: IncomingMessage): Answer | undefined => {
  const { method = '', headers } = request;
  if (method !== 'GET' && method !== 'HEAD') {
    const error = 'HTTP only shows; orders go through the control socket';
    const wrong = { error, place: 'method', value: method, limit: METHODS };
    return fault(405, wrong, { headers: { allow: METHODS }, last: true });
  }
  const hasBody = headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
  if (!hasBody) return undefined;
  const value = headers['content-length'] ?? headers['transfer-encoding'] ?? '';
  const place = headers['content-length'] === undefined ? 'transfer-encoding' : 'content-length';
  return fault(413, { error: 'no request here has a body', place, value, limit: 0 }, { last: true });
};

/** `undefined`: it may be answered. */
export const screen = (request: IncomingMessage, configured: readonly string[]): Answer | undefined =>
  wrongHost(request, configured) ?? wrongOrigin(request) ?? wrongForm(request);

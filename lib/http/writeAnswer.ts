// Writes an answer, with the headers that keep a browser from doing anything with it but show it.
import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';

/** Scripts and styles of the node itself, and nothing from anywhere else; nothing is framed, sent, or guessed. */
export const POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self' data:",
  "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ');

/** On every answer, errors too. No CORS header: other origins read nothing. */
export const GUARDED: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** To a HEAD the same headers, and no body. */
export const writeAnswer = (response: ServerResponse, { status, type, body, headers, last }: Answer): void => {
  response.writeHead(status, {
    ...GUARDED,
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    ...headers,
    ...(last === true ? { connection: 'close' } : {}),
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
};

const REASONS: Readonly<Record<number, string>> =
  { 400: 'Bad Request', 405: 'Method Not Allowed', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' };

/** The same as bytes, for a connection on which no request could be read. */
export const rawAnswer = ({ status, type, body, headers }: Answer): string => {
  const lines = Object.entries({
    ...GUARDED, 'content-type': type, 'content-length': Buffer.byteLength(body), ...headers, connection: 'close',
  }).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${REASONS[status] ?? 'Error'}`, ...lines, '', Buffer.from(body).toString()].join('\r\n');
};

// Says in our words what the system said in its own. Errors are told apart by their code, never by their message,
// which changes from one version of Node to the next.
import { TransportError, type TransportErrorCode } from '../transport.ts';

/** What was under way when it went wrong. */
export type Phase = 'listen' | 'dial' | 'handshake' | 'channel';

const codeOf = (error: unknown): string => {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return typeof code === 'string' ? code : 'no code';
};

/** OpenSSL's own complaints, and those of `node:tls` about what the remote sent. */
const OF_TLS = /^(ERR_SSL_|ERR_TLS_|EPROTO$)/;

const kindOf = (code: string, phase: Phase): TransportErrorCode => {
  if (phase === 'listen') return code === 'EADDRINUSE' ? 'in-use' : 'not-permitted';
  if (phase === 'dial') return 'unreachable'; // refused, no route, no such host: all the same to who dials
  return OF_TLS.test(code) ? 'tls-failed' : 'reset';
};

/** @param what was being done with whom: `dial 127.0.0.1:7000`. */
export const failure = (phase: Phase, what: string, cause: unknown): TransportError => {
  if (cause instanceof TransportError) return cause;
  const code = codeOf(cause);
  return new TransportError(kindOf(code, phase), `${what}: ${code}`, { cause });
};

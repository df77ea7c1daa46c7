// One TLS handshake over a socket that is open already, either way round, and what the remote proves by it.
import type { Socket } from 'node:net';
import { connect, TLSSocket, type SecureContext } from 'node:tls';
import { Observable } from 'rxjs';
import type { Address } from '../address.ts';
import { checkCertificate } from '../identity/checkCertificate.ts';
import type { NodeId } from '../nodeId.ts';
import { TransportError, type Channel, type Identity } from '../transport.ts';
import { failure } from './failure.ts';
import { SocketChannel } from './socketChannel.ts';
import type { Role } from './socketConnection.ts';

/** The version of the wire, agreed on in the handshake: RFC 7301. One list for ever, no callback that could throw. */
export const ALPN = 'millrace/1';
/** RFC 5705 asks for a label of our own; RFC 8446 section 7.5 says what it is in TLS 1.3. */
export const BINDING_LABEL = 'EXPORTER-millrace-binding';
const BINDING_BYTES = 32;
/** In TLS 1.3 the same as none. */
const NO_CONTEXT = Buffer.alloc(0);

export interface TlsHandshake {
  readonly socket: Socket;
  readonly role: Role;
  readonly context: SecureContext;
  readonly remote: Address;
  readonly expected: NodeId | undefined;
}

/**
 * Emits the channel and completes; errors with a TransportError. Whoever lets go of it earlier lets go of the socket.
 *
 * At the tail this says nothing of the head's mind: in TLS 1.3 the tail is through before the head has seen its
 * certificate, and a head that refuses it just closes. Connected is who has been greeted.
 */
export const tlsHandshake = ({ socket, role, context, remote, expected }: TlsHandshake): Observable<Channel> =>
  new Observable((subscriber) => {
    const what = `handshake with ${remote}`;
    const tls = wrap(socket, role, context);
    let done = false;
    const failed = (cause: unknown): void => subscriber.error(failure('handshake', what, cause));
    const ended = (): void => subscriber.error(new TransportError('reset', `${what}: ended by the remote`));
    const secured = (): void => {
      try {
        const channel = new SocketChannel(tls, remote, identify(tls, expected));
        done = true;
        subscriber.next(channel);
        subscriber.complete();
      } catch (cause) {
        subscriber.error(about(what, cause));
      }
    };
    // Node tells of it from within OpenSSL: who destroys the sockets there frees what OpenSSL still uses, and a remote
    // that is refused would take the process with it (SIGSEGV). So it is judged once OpenSSL has returned.
    let judging: NodeJS.Immediate | undefined;
    const judge = (): void => {
      judging = setImmediate(secured);
    };
    // `secure` is what a TLSSocket of the head's emits once its handshake is done; `node:tls` itself waits for it.
    const done$ = role === 'tail' ? 'secureConnect' : 'secure';
    tls.on('error', failed).on('end', ended).on('close', ended).on(done$, judge);
    return () => {
      clearImmediate(judging);
      tls.off('end', ended).off('close', ended).off(done$, judge);
      if (done) tls.off('error', failed); // the channel listens now, and all of this need not live as long as it does
      else tls.destroy();
    };
  });

const wrap = (socket: Socket, role: Role, secureContext: SecureContext): TLSSocket => {
  // No `session`, ever: a resumed one shows the certificate of another handshake, or none. The certificates are judged
  // by `checkCertificate`, since no authority could.
  const options = { secureContext, ALPNProtocols: [ALPN], requestCert: true, rejectUnauthorized: false };
  return role === 'tail' ? connect({ ...options, socket }) : new TLSSocket(socket, { ...options, isServer: true });
};

/**
 * Reads the certificate once: Node 20's client forgets it when asked.
 *
 * @throws TransportError
 */
const identify = (tls: TLSSocket, expected: NodeId | undefined): Identity => {
  if (tls.alpnProtocol !== ALPN) throw new TransportError('tls-failed', `no ALPN protocol in common, must be ${ALPN}`);
  const presented = { certificate: tls.getPeerX509Certificate(), resumed: tls.isSessionReused() };
  const node = checkCertificate(presented, expected);
  return { node, binding: tls.exportKeyingMaterial(BINDING_BYTES, BINDING_LABEL, NO_CONTEXT) };
};

/** Adds with whom it went wrong to an error that knows only what. */
const about = (what: string, cause: unknown): TransportError =>
  cause instanceof TransportError
    ? new TransportError(cause.code, `${what}: ${cause.message}`, { cause })
    : failure('handshake', what, cause);

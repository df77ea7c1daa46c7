// TLS 1.3 with both ends proving their key: the transport of every network that is not told otherwise.
import { constants } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { NodeKey } from '../identity/nodeKey.ts';
import { ed25519Signer } from '../network/ed25519.ts';
import type { Transport } from '../transport.ts';
import { Gate, type Admission } from './gate.ts';
import type { Role, Secure } from './socketConnection.ts';
import { socketDial } from './socketDial.ts';
import { socketListen } from './socketListen.ts';
import { tlsHandshake } from './tlsHandshake.ts';
import { tlsTurnstile } from './tlsTurnstile.ts';

/** A handshake costs 2.4 ms of a core, so this many at once are 20 ms in which nothing else happens. */
const HANDSHAKES_MAX = 8;
/**
 * One that waits longer than this for its remote costs nothing meanwhile, and must not keep the others out: 8 of those
 * every 50 ms are more than the gate lets in, so no line forms behind silent ones.
 */
const HANDSHAKE_HELD_MS = 50;

export interface TlsOptions {
  readonly key: NodeKey;
  /** How many it lets in a second, before their handshakes. */
  readonly admission?: Admission;
}

/**
 * Accepts any node that proves its key; whether it is wanted is for the guards, on the address before TLS and on the
 * id after it.
 *
 * @example tlsTransport({ key: await loadNodeKey('.millrace/node.key') })
 */
export const tlsTransport = ({ key, admission = {} }: TlsOptions): Transport => {
  // One for all connections: making it anew for each costs a client 1.7 times the CPU.
  const context = createSecureContext({
    key: key.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    cert: key.certificate,
    ca: [], // nobody vouches for anybody, so the system's authorities need not even be read
    minVersion: 'TLSv1.3',
    maxVersion: 'TLSv1.3',
    secureOptions: constants.SSL_OP_NO_TICKET,
  });
  // One line for each way: if dials could fill the only one, two nodes that dial each other would wait for ever.
  const options = { most: HANDSHAKES_MAX, heldMs: HANDSHAKE_HELD_MS };
  const lines = { tail: tlsTurnstile(options), head: tlsTurnstile(options) } satisfies Record<Role, unknown>;
  const secure: Secure = (socket, role, remote, expected) =>
    tlsHandshake({ socket, role, context, remote, expected }).pipe(lines[role]());
  const gate = new Gate(admission, () => performance.now());
  return {
    secure: true,
    signer: ed25519Signer(key.privateKey),
    listen: (local) => socketListen(local, secure, gate),
    dial: (remote) => socketDial(remote, secure),
  };
};

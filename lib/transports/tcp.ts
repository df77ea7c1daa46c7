// Plain TCP, for trusted networks and for tests: nobody proves who they are, and ids are claims.
import { of } from 'rxjs';
import type { Transport } from '../transport.ts';
import { Gate, type Admission } from './gate.ts';
import { SocketChannel } from './socketChannel.ts';
import type { Secure } from './socketConnection.ts';
import { socketDial } from './socketDial.ts';
import { socketListen } from './socketListen.ts';

const secure: Secure = (socket, _role, remote) => of(new SocketChannel(socket, remote));

/**
 * @param admission how many it lets in a second
 * @example tcpTransport().dial('127.0.0.1:7000').pipe(switchMap((connection) => connection.secure()))
 */
export const tcpTransport = (admission: Admission = {}): Transport => {
  const gate = new Gate(admission, () => performance.now());
  return {
    secure: false,
    listen: (local) => socketListen(local, secure, gate),
    dial: (remote) => socketDial(remote, secure),
  };
};

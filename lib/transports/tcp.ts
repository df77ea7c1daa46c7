// Plain TCP, for trusted networks and for tests: nobody proves who they are, and ids are claims.
import { of } from 'rxjs';
import type { Transport } from '../transport.ts';
import { SocketChannel } from './socketChannel.ts';
import type { Secure } from './socketConnection.ts';
import { socketDial } from './socketDial.ts';
import { socketListen } from './socketListen.ts';

const secure: Secure = (socket, _role, remote) => of(new SocketChannel(socket, remote));

/**
 * @example tcpTransport().dial('127.0.0.1:7000').pipe(switchMap((connection) => connection.secure()))
 */
export const tcpTransport = (): Transport => ({
  secure: false,
  listen: (local) => socketListen(local, secure),
  dial: (remote) => socketDial(remote, secure),
});

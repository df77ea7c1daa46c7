// What TLS costs: the same as rawTls over node:net.
import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import { askOver, echoOver } from '../framed.mjs';

export const serve = async () => {
  const server = createServer((socket) => echoOver(socket.setNoDelay(true)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
};

export const connect = async (port) => {
  const socket = createConnection({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  return { call: askOver(socket), end: () => socket.destroy() };
};

// The limit: node:tls with the least framing there is, one write a tick, no envelope, no API.
import { once } from 'node:events';
import { connect as connectTls, createServer } from 'node:tls';
import { credentials, MUTUAL } from '../certificate.mjs';
import { askOver, echoOver } from '../framed.mjs';

export const serve = async () => {
  const server = createServer({ ...MUTUAL, ...(await credentials()) }, (socket) => echoOver(socket.setNoDelay(true)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
};

export const connect = async (port) => {
  const socket = connectTls({ ...MUTUAL, ...(await credentials()), host: '127.0.0.1', port });
  await once(socket, 'secureConnect');
  socket.setNoDelay(true);
  return { call: askOver(socket), end: () => socket.destroy() };
};

// The limit: node:tls with the least framing there is, one write a tick, no envelope, no API.
import { once } from 'node:events';
import { connect as connectTls, createSecureContext, createServer } from 'node:tls';
import { credentials, MUTUAL } from '../certificate.mjs';
import { askOver, echoOver } from '../framed.mjs';
import { askedOnce, holding } from '../questions.mjs';

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

/** One connection after the other, as one client: the same key and one context for all. */
export const dialler = async (port) => {
  const secureContext = createSecureContext({ ...(await credentials()), minVersion: 'TLSv1.3' });
  return async () => {
    const socket = connectTls({ ...MUTUAL, secureContext, host: '127.0.0.1', port });
    await once(socket, 'secureConnect');
    await askedOnce(askOver(socket));
    const closed = once(socket, 'close');
    socket.end();
    await closed;
  };
};

/** Each with a key of its own. */
export const hold = holding(connect);

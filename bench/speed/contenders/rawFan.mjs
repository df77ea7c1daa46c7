// The limit of the fan-out: the same bytes to every connection, one write for each message, or one for ten of them.
import { once } from 'node:events';
import { connect as connectTls, createSecureContext, createServer } from 'node:tls';
import { credentials, MUTUAL } from '../certificate.mjs';
import { AT_ONCE, inTurns, MESSAGE_BYTES } from '../fan.mjs';
import { deframer } from '../framed.mjs';

const frame = Buffer.alloc(8 + MESSAGE_BYTES, 7);
frame.writeUInt32BE(MESSAGE_BYTES, 0);
const ten = Buffer.concat(Array.from({ length: AT_ONCE }, () => frame));
const sockets = [];

export const serve = async () => {
  const server = createServer({ ...MUTUAL, ...(await credentials()) }, (socket) => {
    socket.on('error', () => undefined).resume();
    sockets.push(socket.setNoDelay(true));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
};

export const crowd = async (port, count) => {
  const secureContext = createSecureContext({ ...(await credentials()), minVersion: 'TLSv1.3' });
  let received = 0;
  for (let at = 0; at < count; at++) {
    const socket = connectTls({ ...MUTUAL, secureContext, host: '127.0.0.1', port });
    await once(socket, 'secureConnect');
    socket.on('data', deframer(() => received++));
  }
  return () => received;
};

const toAll = (bytes) => {
  for (const socket of sockets) socket.write(bytes);
};

/** @param how `one`: each message in a turn of its own; `ten`: ten at once @param messages how many in all */
export const fan = (how, messages) =>
  how === 'one' ? inTurns(messages, () => toAll(frame)) : inTurns(messages / AT_ONCE, () => toAll(ten));

// ws 8 over mutual TLS, with an id of four bytes before each payload: it has no envelope of its own.
import { once } from 'node:events';
import { createServer } from 'node:https';
import WebSocket, { WebSocketServer } from 'ws';
import { credentials, MUTUAL } from '../certificate.mjs';
import { holding, Questions } from '../questions.mjs';

export const serve = async () => {
  const https = createServer({ ...MUTUAL, ...(await credentials()) });
  const server = new WebSocketServer({ server: https, perMessageDeflate: false });
  server.on('connection', (socket) => socket.on('message', (message) => socket.send(message)));
  https.listen(0, '127.0.0.1');
  await once(https, 'listening');
  return https.address().port;
};

export const connect = async (port) => {
  const socket = new WebSocket(`wss://127.0.0.1:${port}`, {
    ...MUTUAL, ...(await credentials()), perMessageDeflate: false,
  });
  await once(socket, 'open');
  const questions = new Questions();
  socket.on('message', (message) => questions.answered(message.readUInt32BE(0), message.subarray(4)));
  return {
    call: (payload, done) => {
      const message = Buffer.allocUnsafe(4 + payload.length);
      message.writeUInt32BE(questions.ask(done));
      message.set(payload, 4);
      socket.send(message);
    },
    end: () => socket.terminate(),
  };
};

export const dialler = async (port) => {
  const own = await credentials();
  return async () => {
    const socket = new WebSocket(`wss://127.0.0.1:${port}`, { ...MUTUAL, ...own, perMessageDeflate: false });
    await once(socket, 'open');
    socket.send(Buffer.alloc(68));
    await once(socket, 'message');
    const closed = once(socket, 'close');
    socket.close();
    await closed;
  };
};

export const hold = holding(connect);

// Hyperswarm's connection: Noise by libsodium over TCP, with protomux-rpc for the requests.
import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import SecretStream from '@hyperswarm/secret-stream';
import ProtomuxRPC from 'protomux-rpc';
import { dialling, holding } from '../questions.mjs';

const RAW = { encode: (state, bytes) => { state.buffer.set(bytes, state.start); state.start += bytes.length; },
  preencode: (state, bytes) => { state.end += bytes.length; },
  decode: (state) => state.buffer.subarray(state.start, (state.start = state.end)) };
const ENCODING = { requestEncoding: RAW, responseEncoding: RAW };

export const serve = async () => {
  const server = createServer((socket) => {
    const rpc = new ProtomuxRPC(new SecretStream(false, socket.setNoDelay(true)));
    rpc.respond('echo', ENCODING, (bytes) => bytes);
    rpc.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
};

export const connect = async (port) => {
  const socket = createConnection({ host: '127.0.0.1', port, noDelay: true });
  const rpc = new ProtomuxRPC(new SecretStream(true, socket));
  await once(rpc, 'open');
  return {
    call: (payload, done) => void rpc.request('echo', payload, ENCODING).then(done),
    end: () => socket.destroy(),
  };
};

export const dialler = dialling(connect);
export const hold = holding(connect);

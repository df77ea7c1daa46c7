// js-libp2p over TCP and yamux. The polyfill is for Node 20, which libp2p 3 no longer knows.
import { tcp } from '@libp2p/tcp';
import { yamux } from '@chainsafe/libp2p-yamux';
import { createLibp2p } from 'libp2p';
import { multiaddr } from '@multiformats/multiaddr';
import { deframer } from '../framed.mjs';
import { holding, Questions } from '../questions.mjs';

Promise.withResolvers ??= function withResolvers() {
  let [resolve, reject] = [];
  const promise = new this((...both) => ([resolve, reject] = both));
  return { promise, resolve, reject };
};

const PROTOCOL = '/bench/1';
const LIMITS = { maxInboundStreams: 4_096, maxOutboundStreams: 4_096 };

const made = (encrypter, listen) => createLibp2p({
  addresses: { listen },
  transports: [tcp()],
  streamMuxers: [yamux({ maxInboundStreams: 4_096, maxOutboundStreams: 4_096 })],
  connectionEncrypters: [encrypter()],
  connectionMonitor: { enabled: false },
  connectionManager: { maxConnections: 10_000, maxIncomingPendingConnections: 1_000, inboundConnectionThreshold: 10_000 },
});

const bytesOf = (chunk) => (chunk instanceof Uint8Array ? chunk : chunk.subarray());
const framed = (id, payload) => {
  const frame = Buffer.allocUnsafe(8 + payload.length);
  frame.writeUInt32BE(payload.length, 0);
  frame.writeUInt32BE(id, 4);
  frame.set(payload, 8);
  return frame;
};
const reading = (stream, onFrame) => {
  const take = deframer(onFrame);
  stream.addEventListener('message', ({ data }) => take(Buffer.from(bytesOf(data))));
};

/** @param answer what is done with each request, on its stream */
const serving = (encrypter, answer) => async () => {
  const node = await made(encrypter, ['/ip4/127.0.0.1/tcp/0']);
  await node.handle(PROTOCOL, (stream) => reading(stream, (id, payload) => answer(stream, framed(id, payload))), LIMITS);
  return node.getMultiaddrs()[0].toString();
};

/** One stream for all requests, as its users are told to do where speed counts. */
export const longStream = (encrypter) => ({
  serve: serving(encrypter, (stream, frame) => stream.send(frame)),
  connect: async (address) => {
    const node = await made(encrypter, []);
    const stream = await node.dialProtocol(multiaddr(address), PROTOCOL, LIMITS);
    const questions = new Questions();
    reading(stream, (id, payload) => questions.answered(id, payload));
    return {
      call: (payload, done) => stream.send(framed(questions.ask(done), payload)),
      end: () => void node.stop(),
    };
  },
});

/** A stream for each request, as most of its protocols do. */
export const streamPerRequest = (encrypter) => ({
  serve: serving(encrypter, (stream, frame) => {
    stream.send(frame);
    void stream.close(); // or the stream is half open for ever, and soon there are too many
  }),
  connect: async (address) => {
    const node = await made(encrypter, []);
    const connection = await node.dial(multiaddr(address));
    return {
      call: (payload, done) => {
        void connection.newStream(PROTOCOL, LIMITS).then((stream) => {
          reading(stream, (_, answer) => {
            void stream.close();
            done(answer);
          });
          stream.send(framed(1, payload));
        });
      },
      end: () => void node.stop(),
    };
  },
});

/** One connection after the other, as one node: it would use the first again, so that is closed before. */
export const dialler = (encrypter) => async (address) => {
  const node = await made(encrypter, []);
  return async () => {
    const connection = await node.dial(multiaddr(address));
    const stream = await connection.newStream(PROTOCOL, LIMITS);
    await new Promise((done) => {
      reading(stream, done);
      stream.send(framed(1, Buffer.alloc(64)));
    });
    await connection.close();
  };
};

/** Each connection is another node's. */
export const hold = (encrypter) => holding(longStream(encrypter).connect);

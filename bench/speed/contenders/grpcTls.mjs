// gRPC unary calls over mutual TLS, payloads as bytes: no protobuf to encode, which favours it.
import { Client, credentials as channel, Metadata, Server, ServerCredentials } from '@grpc/grpc-js';
import { credentials } from '../certificate.mjs';
import { dialling } from '../questions.mjs';

const METHOD = {
  path: '/bench.Echo/Call', requestStream: false, responseStream: false,
  requestSerialize: (bytes) => bytes, requestDeserialize: (bytes) => bytes,
  responseSerialize: (bytes) => bytes, responseDeserialize: (bytes) => bytes,
};
const OPTIONS = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };

export const serve = async () => {
  const { key, cert } = await credentials();
  const server = new Server(OPTIONS);
  server.addService({ call: METHOD }, { call: ({ request }, answer) => answer(null, request) });
  const secure = ServerCredentials.createSsl(null, [{ private_key: Buffer.from(key), cert_chain: Buffer.from(cert) }]);
  const port = await new Promise((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', secure, (error, bound) => (error === null ? resolve(bound) : reject(error))));
  return { port, cert };
};

export const connect = async ({ port, cert }) => {
  const own = await credentials();
  const secure = channel.createSsl(Buffer.from(cert), Buffer.from(own.key), Buffer.from(own.cert), {
    checkServerIdentity: () => undefined,
  });
  const client = new Client(`127.0.0.1:${port}`, secure, OPTIONS);
  await new Promise((resolve, reject) =>
    client.waitForReady(Date.now() + 10_000, (error) => (error === undefined || error === null ? resolve() : reject(error))));
  const metadata = new Metadata();
  return {
    call: (payload, done) =>
      client.makeUnaryRequest(METHOD.path, METHOD.requestSerialize, METHOD.responseDeserialize, Buffer.from(payload), metadata,
        (error, answer) => {
          if (error !== null) throw error;
          done(answer);
        }),
    end: () => client.close(),
  };
};

export const dialler = dialling(connect);

// NATS request and reply through a nats-server on this machine, without TLS. The server's own CPU is not counted.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { connect as connectNats } from 'nats';

const freePort = async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  return port;
};

/** @returns whether it can be measured here */
export const available = async () => {
  const child = spawn('nats-server', ['--version'], { stdio: 'ignore' });
  return await Promise.race([once(child, 'error').then(() => false), once(child, 'exit').then(() => true)]);
};

export const serve = async () => {
  const port = await freePort();
  const broker = spawn('nats-server', ['-a', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  process.once('exit', () => broker.kill());
  const servers = `127.0.0.1:${port}`;
  const connection = await connectNats({ servers, waitOnFirstConnect: true, reconnectTimeWait: 50 });
  connection.subscribe('echo', { callback: (error, message) => message.respond(message.data) });
  await connection.flush();
  return servers;
};

export const connect = async (servers) => {
  const connection = await connectNats({ servers });
  return {
    call: (payload, done) => void connection.request('echo', payload, { timeout: 30_000 }).then(({ data }) => done(data)),
    end: () => void connection.close(),
  };
};

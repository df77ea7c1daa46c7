// Moleculer's TCP transporter, JSON, without TLS: it has none.
import { ServiceBroker } from 'moleculer';

const made = (nodeID, urls, port) => new ServiceBroker({
  nodeID, logger: false, transporter: { type: 'TCP', options: { udpDiscovery: false, urls, port } }, requestTimeout: 30_000,
});
const text = (bytes) => Buffer.from(bytes).toString('latin1');

export const serve = async () => {
  const port = 20_000 + (process.pid % 20_000);
  const ids = [`bench-server`, `bench-client`];
  const urls = [`127.0.0.1:${port}/${ids[0]}`, `127.0.0.1:${port + 20_000}/${ids[1]}`];
  const broker = made(ids[0], urls, port);
  broker.createService({ name: 'bench', actions: { echo: ({ params }) => params } });
  await broker.start();
  return { urls, port };
};

export const connect = async ({ urls, port }) => {
  const broker = made('bench-client', urls, port + 20_000);
  await broker.start();
  await broker.waitForServices('bench');
  return {
    call: (payload, done) => void broker.call('bench.echo', { bytes: text(payload) }).then(({ bytes }) => done(Buffer.from(bytes, 'latin1'))),
    end: () => void broker.stop(),
  };
};

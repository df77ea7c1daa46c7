// Two whole nodes with the default policies, guards, limits, deadlines and journal: what a user of this library gets.
import { filter, firstValueFrom, of } from 'rxjs';
import { newNodeKey, node, tlsTransport } from '../../../dist/index.js';

const started = async (more) => {
  const key = await newNodeKey();
  const net = node({ id: key.id, transport: tlsTransport({ key }), ...more });
  net.respond('echo', ({ data }) => of(data));
  net.step$.subscribe();
  return net;
};

export const serve = async () => {
  const net = await started({ listen: ['127.0.0.1:0'] });
  if (net.state.listening.length === 0) await firstValueFrom(net.step$.pipe(filter(({ state }) => state.listening.length > 0)));
  return { address: net.state.listening[0], id: net.id };
};

export const connect = async ({ address, id }) => {
  const net = await started({ listen: [], peers: [address] });
  await firstValueFrom(net.step$.pipe(filter(({ event }) => event.type === 'peer-opened')));
  return {
    call: (payload, done) => net.ask(id, 'echo', payload).subscribe(done),
    end: () => net.stop('done'),
  };
};

// Two whole nodes with the default policies, guards, limits, deadlines and journal: what a user of this library gets.
import { filter, firstValueFrom, of } from 'rxjs';
import { alive, defaultGuards, defaultPolicies, newNodeKey, node, tlsTransport } from '../../../dist/index.js';

/** For thousands of connections of one machine; all other numbers of the policies and guards are the default ones. */
const ROOM = { incoming: 6_000, handshakes: 64, perGroup: { incoming: 6_000, outgoing: 8 } };

/** A node with the default policies, and room for a crowd. */
export const started = async (more) => {
  const key = await newNodeKey();
  const net = node({
    id: key.id, transport: tlsTransport({ key }), guards: defaultGuards(ROOM),
    policies: (env) => defaultPolicies(ROOM, env), ...more,
  });
  net.respond('echo', ({ data }) => of(data));
  net.step$.subscribe();
  return net;
};

let serving;

export const serve = async () => {
  const net = serving = await started({ listen: ['127.0.0.1:0'] });
  if (net.state.listening.length === 0) await firstValueFrom(net.step$.pipe(filter(({ state }) => state.listening.length > 0)));
  return { address: net.state.listening[0], id: net.id };
};

/** How many connections there are: a node with less room would have let go of some. */
export const held = () => alive(serving.state, 'in');

export const connect = async ({ address, id }) => {
  const net = await started({ listen: [], peers: [address] });
  await firstValueFrom(net.step$.pipe(filter(({ event }) => event.type === 'peer-opened')));
  return {
    call: (payload, done) => net.ask(id, 'echo', payload).subscribe(done),
    end: () => net.stop('done'),
  };
};

const once = (net, type) => firstValueFrom(net.step$.pipe(filter(({ event }) => event.type === type)));

/** One edge after the other between the same two nodes: dialled, greeted, asked once, dropped. */
export const dialler = async ({ address, id }) => {
  const net = await started({ listen: [] });
  return async () => {
    const opened = once(net, 'peer-opened');
    net.order({ type: 'dial', address });
    await opened;
    await firstValueFrom(net.ask(id, 'echo', new Uint8Array(64)));
    const closed = once(net, 'peer-closed');
    net.order({ type: 'drop', subject: id });
    await closed;
  };
};

/** Each connection is another node's; those nodes do nothing else, so that only the server is measured. */
export const hold = async ({ address, id }, count) => {
  for (let at = 0; at < count; at++) {
    const net = await started({ listen: [], policies: {} });
    const opened = once(net, 'peer-opened');
    net.order({ type: 'dial', address });
    await opened;
    await firstValueFrom(net.ask(id, 'echo', new Uint8Array(64)));
  }
};

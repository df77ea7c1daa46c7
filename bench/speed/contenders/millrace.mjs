// Two whole nodes with everything on: what a user of this library gets.
import { filter, firstValueFrom } from 'rxjs';
import { alive } from '../../../dist/index.js';
import { once, WatchedNode } from '../watchedNode.mjs';

let serving;

export const serve = async () => {
  serving = await WatchedNode.started({ listen: ['127.0.0.1:0'] });
  const { net } = serving;
  if (net.state.listening.length === 0) {
    await firstValueFrom(net.step$.pipe(filter(({ state }) => state.listening.length > 0)));
  }
  return { address: net.state.listening[0], id: net.id };
};

/** How many connections there are: a node with less room would have let go of some. */
export const held = () => alive(serving.net.state, 'in');

export const proven = () => serving.answers();

export const connect = async ({ address, id }) => {
  const asking = await WatchedNode.started({ listen: [], peers: [address] });
  const { net } = asking;
  await once(net, 'peer-opened');
  return {
    call: (payload, done) => net.ask(id, 'echo', payload).subscribe(done),
    proven: () => asking.asks(id),
    end: () => net.stop('done'),
  };
};

/** One edge after the other between the same two nodes: dialled, greeted, asked once, dropped. */
export const dialler = async ({ address, id }) => {
  const { net } = await WatchedNode.started({ listen: [] });
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
    const { net } = await WatchedNode.started({ listen: [], policies: {} });
    const opened = once(net, 'peer-opened');
    net.order({ type: 'dial', address });
    await opened;
    await firstValueFrom(net.ask(id, 'echo', new Uint8Array(64)));
  }
};

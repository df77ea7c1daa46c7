// The four honest nodes beside the one that is attacked: they keep their edges, agree on the map, and ask it all the
// time, as people would, and notice how long it takes.
import { setInterval } from 'node:timers';
import { firstValueFrom, timeout } from 'rxjs';
import { newNodeKey, node, tlsTransport } from '../../dist/index.js';

const COUNT = 4;
const ASK_EVERY_MS = 50;
const LOOK_MS = 250;
const PATIENCE_MS = 5_000;

let victim;
let latencies = [];
let failed = 0;
let lost = 0;
let [looks, agreed] = [0, 0];
const nets = [];

const ask = async (net) => {
  const since = performance.now();
  try {
    await firstValueFrom(net.ask(victim.id, 'echo', new Uint8Array(64)).pipe(timeout(PATIENCE_MS)));
    latencies.push(performance.now() - since);
  } catch {
    failed += 1;
  }
};

const start = async ({ address, id }) => {
  victim = { address, id };
  for (let at = 0; at < COUNT; at++) {
    const key = await newNodeKey();
    const net = node({
      id: key.id, transport: tlsTransport({ key }), listen: ['127.0.0.1:0'], label: `honest-${at + 1}`,
      peers: [address, ...nets.flatMap(({ state }) => state.listening)],
    });
    nets.push(net);
    net.step$.subscribe(({ event }) => {
      if (event.type === 'peer-closed' && event.phase === 'alive') lost += 1;
    });
  }
  setInterval(() => {
    for (const net of nets) if (toVictim(net)) void ask(net);
  }, ASK_EVERY_MS);
  setInterval(() => {
    looks += 1;
    if (nets.every(({ state }) => state.network.agreement.proven)) agreed += 1;
  }, LOOK_MS);
  return null;
};

const toVictim = ({ state }) =>
  (state.peersByNode.get(victim.id) ?? []).some((peer) => {
    const { direction, phase } = state.peers.get(peer);
    return direction === 'out' && phase === 'alive';
  });

const percentile = (numbers, share) => numbers[Math.min(numbers.length - 1, Math.floor(share * numbers.length))] ?? 0;

const ORDERS = {
  start,
  ready: () => nets.every((net) => toVictim(net) && net.state.network.agreement.proven),
  begin: () => {
    [latencies, failed, lost, looks, agreed] = [[], 0, 0, 0, 0];
    return null;
  },
  look: () => {
    const sorted = latencies.sort((a, b) => a - b);
    return {
      asked: sorted.length, failed, lost, p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99),
      max: sorted.at(-1) ?? 0, agreed: looks === 0 ? 0 : agreed / looks, edges: nets.filter(toVictim).length,
    };
  },
};

process.on('message', async ({ order, ...terms }) => {
  try {
    process.send({ result: await ORDERS[order](terms) });
  } catch (error) {
    process.send({ error: `the honest nodes: ${error.stack}` });
  }
});
process.on('disconnect', () => process.exit(0));

// The node that is attacked, alone in its process: what it does is a user's node of five, and it measures itself.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setInterval } from 'node:timers';
import { range, map, of } from 'rxjs';
import { newNodeKey, node, tlsTransport } from '../../dist/index.js';

/** Between two looks; what is longer than that between them is delay. */
const RESOLUTION_MS = 5;
const LOOK_MS = 100;
const NS_PER_MS = 1e6;

/** As if each address of this machine's loopback were another customer's: otherwise all of them are let in always. */
const groupOf = (address) => (address.startsWith('127.0.0.1:') ? undefined : address.slice(0, address.lastIndexOf(':')));

const key = await newNodeKey();
const net = node({ id: key.id, transport: tlsTransport({ key, admission: { groupOf } }), listen: ['127.0.0.1:0'] });
net.respond('echo', ({ data }) => of(data));
net.respond('blob', () => of(Buffer.alloc(256 * 1_024, 'b')));
net.respond('count', ({ data }) => range(1, Number(data)).pipe(map((n) => Buffer.alloc(1_024, String(n)))));

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();
let peakRss = 0;
/** Of what the process has at its peak: V8's heap, of which so much is used, and what lies outside of it. */
let peakOf = {};
let peakIncoming = 0;
setInterval(() => {
  const rss = process.memoryUsage.rss();
  if (rss > peakRss) {
    peakRss = rss;
    const { heapTotal, heapUsed, external } = process.memoryUsage();
    peakOf = { heapTotal, heapUsed, external };
  }
  peakIncoming = Math.max(peakIncoming, net.state.tally.get('in/alive') ?? 0);
}, LOOK_MS);

const sockets = () => process.getActiveResourcesInfo().filter((kind) => /^(TCPSocket|TLS)/.test(kind)).length;
const ended = () => Object.fromEntries([...net.state.closed].filter(([key]) => key.startsWith('in/')));
const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const ORDERS = {
  begin: () => {
    delay.reset();
    peakRss = process.memoryUsage.rss();
    return { rss: peakRss, cpuMs: cpuMs(), sockets: sockets(), ended: ended() };
  },
  look: () => {
    const delayMs = (percentile) => Math.max(0, delay.percentile(percentile) / NS_PER_MS - RESOLUTION_MS);
    return {
      rss: process.memoryUsage.rss(), peakRss, peakOf, peakIncoming, cpuMs: cpuMs(), sockets: sockets(), ended: ended(),
      delayMsP99: delayMs(99), delayMsMax: Math.max(0, delay.max / NS_PER_MS - RESOLUTION_MS),
      agreement: net.state.network.agreement, nodes: net.state.network.map.entries.size,
    };
  },
  dial: ({ address }) => {
    net.order({ type: 'dial', address });
    return null;
  },
};

process.on('message', ({ order, ...terms }) => process.send({ result: ORDERS[order](terms) }));
process.on('disconnect', () => process.exit(0));
net.step$.subscribe(({ event }) => {
  if (event.type === 'listening-started') process.send({ result: { id: key.id, address: event.address } });
});

// A program of its own with the library as built: a node that takes its time to answer, asks another node for half of
// it, and stops on a signal. node slowAnswerer.mjs MS [PEER]
import { defer, map, timer } from 'rxjs';
import { newNodeKey, node, signals, tlsTransport } from '../../dist/index.js';

const [ms = '0', peer] = process.argv.slice(2);
const key = await newNodeKey();
const net = node({
  id: key.id, transport: tlsTransport({ key }), listen: ['127.0.0.1:0'], peers: peer === undefined ? [] : [peer],
  sources: { signals: signals(process) },
});
const bytes = Buffer.from(`answered after ${ms} ms`);
net.respond('slow', () => timer(Number(ms)).pipe(map(() => bytes)));
net.respond('asking', ({ data }) => defer(() => net.ask(Buffer.from(data).toString(), 'slow', data)));
net.step$.subscribe({
  next: ({ event }) => {
    if (event.type === 'listening-started') process.stdout.write(`ready ${key.id} ${event.address}\n`);
    if (event.type === 'peer-opened' && event.direction === 'out') process.stdout.write(`dialled ${event.node}\n`);
    if (event.type === 'peer-closed') process.stdout.write(`closed ${event.direction} ${event.reason}\n`);
    if (event.type === 'stop-requested') process.stdout.write(`stopping ${event.reason}\n`);
  },
  error: (error) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
  complete: () => process.stdout.write('stopped\n'),
});

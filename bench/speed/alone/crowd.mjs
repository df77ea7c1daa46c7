// In a process of its own: so many whole nodes that dial one address, and stay until stdin ends.
import { filter, firstValueFrom } from 'rxjs';
import { newNodeKey, node, tlsTransport } from '../../../dist/index.js';

const [, , address, count] = process.argv;
for (let at = 0; at < Number(count); at++) {
  const key = await newNodeKey();
  const net = node({ id: key.id, transport: tlsTransport({ key }), listen: ['127.0.0.1:0'], peers: [address] });
  net.step$.subscribe();
  await firstValueFrom(net.step$.pipe(filter(({ event }) => event.type === 'peer-opened')));
}
process.stdout.write('up\n');
process.stdin.resume().once('end', () => process.exit(0));

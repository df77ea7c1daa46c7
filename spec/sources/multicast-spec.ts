// Multicast DNS on the real loopback.
import { createSocket } from 'node:dgram';
import { expect } from 'chai';
import { filter, firstValueFrom, of, Subject, take, timeout } from 'rxjs';
import { realEnv } from '../../lib/env.ts';
import { localNetwork } from '../../lib/sources/localNetwork.ts';
import { multicast, type Multicast } from '../../lib/sources/multicast.ts';
import { nodeIdFrom } from '../../lib/testing/index.ts';

/** Whether what is sent to a group on loopback comes back: not in every container. */
const hasMulticast = async (): Promise<boolean> => {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  const came$ = new Subject<boolean>();
  socket.on('message', () => came$.next(true)).on('error', () => came$.next(false));
  socket.bind(0, () => {
    try {
      socket.addMembership('224.0.0.251', '127.0.0.1');
      socket.setMulticastInterface('127.0.0.1');
      socket.send('?', socket.address().port, '224.0.0.251');
    } catch {
      came$.next(false);
    }
  });
  const came = await firstValueFrom(
    came$.pipe(timeout({ first: 1_000, with: () => of(false) })), { defaultValue: false });
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return came;
};

describe('multicast DNS', () => {
  it('brings one node another, each with a port of its own', async function () {
    if (!(await hasMulticast())) return this.skip();
    const open = (): Multicast => multicast('127.0.0.1');
    const node = (name: string, port: number): ReturnType<typeof localNetwork> =>
      localNetwork({ node: nodeIdFrom(name), network: 'town', here: () => ({ port, hosts: [] }), open }, realEnv);
    const other = node('bert', 7_002).subscribe();
    const bert = `${nodeIdFrom('bert')}@127.0.0.1:7002`;
    const learnt$ = node('anna', 7_001).pipe(filter(({ type }) => type === 'addresses-learnt'), take(1));
    const event = await firstValueFrom(learnt$, { defaultValue: undefined });
    other.unsubscribe();
    expect(event).to.deep.equal({ type: 'addresses-learnt', from: 'mdns', addresses: [{ address: bert }] });
  });
});

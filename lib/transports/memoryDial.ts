// Dials from one host in memory to another: there with a SYN, back with an answer or a refusal, as TCP does.
import { Observable, Subscription } from 'rxjs';
import { endpointOf, formatAddress, parseAddress, type Address } from '../address.ts';
import type { Env } from '../env.ts';
import type { NodeId } from '../nodeId.ts';
import { TransportError, type Connection } from '../transport.ts';
import { MemoryEnd } from './memoryEnd.ts';
import type { MemoryHost } from './memoryHost.ts';
import type { MemoryRoads } from './memoryRoads.ts';

interface Dial {
  readonly roads: MemoryRoads;
  readonly from: MemoryHost;
  /** `undefined` when there is no such host. */
  readonly to: MemoryHost | undefined;
  readonly node: NodeId | undefined;
  readonly remote: Address;
}

export const memoryDial = ({ roads, from, to, node, remote }: Dial): Observable<Connection> =>
  new Observable((subscriber) => {
    const { port } = parseAddress(remote);
    const dial = new Subscription();
    const refuse = (why: string) => (): void =>
      subscriber.error(new TransportError('unreachable', `dial ${remote}: ${why}`));
    from.dials.add(dial);
    dial.add(() => from.dials.delete(dial));
    if (to === undefined) {
      dial.add(roads.env.scheduler.schedule(refuse('ENOTFOUND')));
      return dial;
    }

    dial.add(roads.send(from, to, () => {
      const taken = to.ports.get(port);
      const localPort = from.freePort();
      if (taken === undefined || localPort === undefined) {
        dial.add(roads.send(to, from, refuse('ECONNREFUSED')));
        return;
      }
      if (!to.hasRoom) return; // and whoever dials waits for an answer
      const binding = bindingBy(roads.env);
      const local = formatAddress({ host: from.name, port: localPort });
      const tail = new MemoryEnd({ roads, host: from, role: 'tail', remote: endpointOf(remote), node, binding });
      const head = new MemoryEnd({ roads, host: to, role: 'head', remote: local, node: taken.node, binding });
      MemoryEnd.join(roads, tail, head);
      let connected = false;
      dial.add(() => {
        if (!connected) tail.destroy();
      });
      dial.add(roads.send(to, from, () => {
        connected = true;
        subscriber.next(tail);
        subscriber.complete();
      }));
      to.whenAwake(() => {
        if (!taken.accept(head)) head.destroy();
      });
    }, true));
    return dial;
  });

/** Drawn when it is first asked for, the same for both ends. */
const bindingBy = ({ random }: Env): (() => Uint8Array) => {
  let binding: Uint8Array | undefined;
  return () => (binding ??= Uint8Array.from({ length: 32 }, () => Math.floor(random() * 256)));
};

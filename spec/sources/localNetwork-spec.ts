// Nodes that find each other on a local network, in virtual time.
import { expect } from 'chai';
import { concat, NEVER, of, Subject, throwError, VirtualTimeScheduler, type Subscription } from 'rxjs';
import type { Env } from '../../lib/env.ts';
import type { Event } from '../../lib/event.ts';
import { RETRY } from '../../lib/sources/bootstrapDns.ts';
import { localNetwork, type OnLink } from '../../lib/sources/localNetwork.ts';
import { announcement } from '../../lib/sources/localService.ts';
import type { DnsPacket, Heard, Multicast } from '../../lib/sources/multicast.ts';
import { nodeIdFrom } from '../../lib/testing/index.ts';

/** A link on which all hear what one says, the speaker as well, and what came of it. */
class Case {
  readonly scheduler = new VirtualTimeScheduler();
  readonly env: Env = { scheduler: this.scheduler, random: () => 0.5, soon: (work) => work() };
  readonly said: { readonly at: number; readonly packet: DnsPacket }[] = [];
  readonly events: Event[] = [];
  readonly heard$ = new Subject<Heard>();

  link(host: string): Multicast {
    const send = (packet: DnsPacket): void => {
      this.said.push({ at: this.scheduler.now(), packet });
      this.heard$.next({ packet, host });
    };
    return { heard$: this.heard$, trouble$: NEVER, send, close: (last) => last && send(last) };
  }

  node(name: string, { here, open }: { readonly here?: OnLink; readonly open?: () => Multicast } = {}): Subscription {
    const link = open ?? ((): Multicast => this.link('192.0.2.1'));
    const own = { node: nodeIdFrom(name), network: 'town', here: () => here, open: link };
    return localNetwork(own, this.env).subscribe((event) => this.events.push(event));
  }

  /** On to a moment, in milliseconds from the beginning. */
  until(at: number): void {
    this.scheduler.maxFrames = at;
    this.scheduler.flush();
  }

  times(type: DnsPacket['type']): readonly number[] {
    return this.said.filter(({ packet }) => packet.type === type).map(({ at }) => at);
  }
}

const HERE: OnLink = { port: 7_000, hosts: [] };
const found = (name: string): Event =>
  ({ type: 'addresses-learnt', from: 'mdns', addresses: [{ address: `${nodeIdFrom(name)}@192.0.2.1:7000` }] });

describe('a local network', () => {
  it('is asked at once and then ever more rarely, and each time told of the node that asks', () => {
    const it = new Case();
    const running = it.node('anna', { here: HERE });
    it.until(16_000);
    expect(it.times('query')).to.deep.equal([0, 1_000, 3_000, 7_000, 15_000]);
    expect(it.times('response')).to.deep.equal([70, 3_070, 7_070, 15_070]); // not twice within a second
    running.unsubscribe();
  });

  it('brings two nodes the address of each other, and of themselves nothing', () => {
    const it = new Case();
    const running = [it.node('anna', { here: HERE }), it.node('bert', { here: HERE })];
    it.until(500);
    expect(it.events).to.deep.equal([found('anna'), found('bert')]);
    for (const one of running) one.unsubscribe();
  });

  it('hears of a node that goes', () => {
    const it = new Case();
    it.node('anna', { here: HERE }).unsubscribe();
    expect(it.said.at(-1)?.packet.answers).to.deep.equal(announcement(
      { node: nodeIdFrom('anna'), network: 'town', port: 7_000 }, [], 0).answers);
  });

  it('is not told of a node that nobody there could reach', () => {
    const it = new Case();
    const running = it.node('anna');
    it.until(10_000);
    running.unsubscribe();
    expect(it.times('response')).to.deep.equal([]);
  });

  it('cannot fill the book: of a flood one node a second is believed, after the first 64', () => {
    const it = new Case();
    const running = it.node('anna');
    const invent = (): void => {
      for (let at = 0; at < 100; at++) {
        const packet = announcement({ node: nodeIdFrom(`nobody ${at}`), network: 'town', port: 7_000 }, []);
        it.heard$.next({ packet, host: '192.0.2.9' });
      }
    };
    invent();
    it.until(3_000); // when it asks again
    invent();
    running.unsubscribe();
    expect(it.events).to.have.lengthOf(67);
  });

  it('says what is wrong when the port cannot be taken, and tries again', () => {
    const it = new Case();
    let opened = 0;
    const open = (): Multicast => {
      opened++;
      return { ...it.link('192.0.2.1'), heard$: throwError(() => new Error('bind EADDRINUSE 0.0.0.0:5353')) };
    };
    const running = it.node('anna', { open });
    it.until(RETRY.minMs);
    running.unsubscribe();
    expect(it.events[0]).to.deep.equal(
      { type: 'addresses-missed', from: 'mdns', error: 'multicast DNS: bind EADDRINUSE 0.0.0.0:5353' });
    expect(opened).to.equal(2);
  });

  it('says once what is wrong with an interface', () => {
    const it = new Case();
    const error = new Error('addMembership ENODEV');
    const running = it.node('anna', {
      open: () => ({ ...it.link('192.0.2.1'), trouble$: concat(of(error, error, error), NEVER) }),
    });
    running.unsubscribe();
    expect(it.events).to.deep.equal(
      [{ type: 'addresses-missed', from: 'mdns', error: 'multicast DNS: addMembership ENODEV' }]);
  });
});

// A whole node on real TLS that is attacked, and an honest neighbour of it that must not notice. Only their clock is
// virtual, so that five seconds of an attack take no longer than it takes the machine to serve them.
import { expect } from 'chai';
import { Observable, of, range, map, type Subscription } from 'rxjs';
import { realEnv, type Env } from '../../../lib/env.ts';
import type { Event, EventOf } from '../../../lib/event.ts';
import { newNodeKey, type NodeKey } from '../../../lib/identity/nodeKey.ts';
import type { Net } from '../../../lib/net.ts';
import { node } from '../../../lib/node.ts';
import type { NodeConfig } from '../../../lib/nodeConfig.ts';
import type { Admission } from '../../../lib/transports/gate.ts';
import { tlsTransport } from '../../../lib/transports/tls.ts';
import { textOf } from '../../support/sessionPair.ts';
import { until } from '../../support/until.ts';
import { VirtualEnv } from '../../support/virtualEnv.ts';

/** What a node is given beside its key. */
export type More = Partial<NodeConfig> & { readonly admission?: Admission };

/** A node that keeps all that happens to it. */
export class Witness {
  readonly net: Net;
  readonly events: Event[] = [];
  readonly #running: Subscription;

  constructor(key: NodeKey, env: Env, { admission = {}, ...more }: More) {
    this.net = node({ id: key.id, transport: tlsTransport({ key, admission }), env, ...more });
    this.#running = this.net.step$.subscribe(({ event }) => this.events.push(event));
  }

  of<T extends Event['type']>(type: T): readonly EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }

  /** How its incoming connections have ended, each by its reason. */
  get reasons(): readonly string[] {
    return this.of('peer-closed').filter(({ direction }) => direction === 'in').map(({ reason }) => reason);
  }

  leave(): void {
    this.#running.unsubscribe();
  }
}

const SECOND_MS = 1_000;

/** The attacked one, `node`, and its neighbour, `friend`, which has dialled it. */
export class Target {
  readonly clock: VirtualEnv;
  readonly node: Witness;
  readonly friend: Witness;
  readonly port: number;

  private constructor(clock: VirtualEnv, node: Witness, friend: Witness, port: number) {
    this.clock = clock;
    this.node = node;
    this.friend = friend;
    this.port = port;
  }

  /** Resolves when both are connected. */
  static async of(more: More = {}): Promise<Target> {
    const [key, friendsKey] = await Promise.all([newNodeKey(), newNodeKey()]);
    const clock = new VirtualEnv();
    const env = { ...realEnv, scheduler: clock.scheduler };
    const attacked = new Witness(key, env, { listen: ['127.0.0.1:0'], ...more });
    attacked.net.respond('echo', ({ data }) => of(data));
    attacked.net.respond('count', ({ data }) =>
      range(1, Number(textOf(data))).pipe(map((n) => Buffer.alloc(1_024, String(n)))));
    attacked.net.respond('wait', () => new Observable(() => undefined));
    await until(() => attacked.of('listening-started').length > 0, 'its port');
    const address = attacked.of('listening-started')[0]!.address;
    const friend = new Witness(friendsKey, env, {});
    friend.net.order({ type: 'dial', address });
    await until(() => friend.of('peer-opened').length > 0, 'the neighbour');
    return new Target(clock, attacked, friend, Number(address.split(':')[1]));
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Lets time pass for both, a second at a time, and each second what is on the way arrives. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= SECOND_MS) {
      this.clock.advance(Math.min(SECOND_MS, left));
      await this.answers();
    }
  }

  /** Waits for something, turn by turn of the event loop, while no time passes. */
  until(condition: () => boolean, what = 'it'): Promise<void> {
    return until(() => {
      this.clock.advance(0); // what one turn had no room for
      return condition();
    }, what);
  }

  /** The neighbour asks, and is answered. */
  async answers(): Promise<void> {
    const answers: string[] = [];
    const said = (text: string): void => void answers.push(text);
    this.friend.net.ask(this.node.net.id, 'echo', Buffer.from('still there'))
      .subscribe({ next: (data) => said(textOf(data)), error: (error: unknown) => said(String(error)) });
    await this.until(() => answers.length > 0, 'an answer');
    expect(answers).to.deep.equal(['still there']);
  }

  /** The edge stands as it did at first, and is of use. */
  async isUnharmed(): Promise<void> {
    await this.answers();
    expect(this.friend.of('peer-closed')).to.deep.equal([]);
    expect(this.node.net.state.peersByNode.has(this.friend.net.id)).to.equal(true);
  }

  leave(): void {
    this.friend.leave();
    this.node.leave();
  }
}

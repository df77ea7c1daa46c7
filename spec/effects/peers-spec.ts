// Commands reach the Peers they name, and what these tell goes back to the last command that meant something.
import { expect } from 'chai';
import { NEVER, Subject, type Observable, type Subscription } from 'rxjs';
import { accept, ban, close, dial, ping, welcome, type Command } from '../../lib/command.ts';
import type { Caused, Issued } from '../../lib/effect.ts';
import { peers } from '../../lib/effects/peers.ts';
import { jsonBytes } from '../../lib/json.ts';
import { Registry } from '../../lib/peers/registry.ts';
import { aHello, aState, nodeIdFrom } from '../../lib/testing/index.ts';
import type { Channel, Connection, Listener } from '../../lib/transport.ts';
import { MemoryNetwork } from '../../lib/transports/memory.ts';
import { openSession } from '../../lib/wire/openSession.ts';
import { VirtualEnv } from '../support/virtualEnv.ts';

const HOSTS = { a: '10.0.0.1', b: '10.0.0.2' } as const;
type Name = keyof typeof HOSTS;

/** One node's effect, with the commands by hand. */
class Side {
  readonly registry: Registry;
  readonly issued$ = new Subject<Issued>();
  readonly told: Caused[] = [];
  readonly running: Subscription;
  completed = false;
  listener: Listener | undefined;
  #id = 0;

  constructor(name: Name, env: VirtualEnv, network: MemoryNetwork) {
    const node = nodeIdFrom(name);
    const transport = network.transport({ host: HOSTS[name], node });
    const greeting = (): Uint8Array => jsonBytes(aHello(name, { id: node, boot: `bootof${name}x` }));
    const responder = { handlerFor: () => undefined };
    this.registry = new Registry({ env, responder, greeting, openSession }, transport);
    this.running = this.issued$.pipe(peers(this.registry)).subscribe({
      next: (caused) => this.told.push(caused),
      complete: () => (this.completed = true),
    });
    this.running.add(transport.listen(`${HOSTS[name]}:7000`).subscribe((listener) => (this.listener = listener)));
    this.running.add(this.listener?.connection$.subscribe((connection) => void this.registry.accepted(connection)));
  }

  issue(command: Command): number {
    this.issued$.next({ id: ++this.#id, command, state: aState(), now: 0 });
    return this.#id;
  }

  /** What was told since this was last asked: each with its cause. */
  news(): readonly string[] {
    return this.told.splice(0).map(({ event, cause }) => `${event.type} because of ${cause ?? 'nothing'}`);
  }
}

class Scene {
  readonly env = new VirtualEnv();
  readonly network = new MemoryNetwork({ env: this.env });
  readonly a = new Side('a', this.env, this.network);
  readonly b = new Side('b', this.env, this.network);

  /** a has dialled b, and both have welcomed each other. */
  opened(): this {
    this.a.issue(dial('10.0.0.2:7000'));
    this.env.advance(10);
    this.b.issue(accept('in-1'));
    this.env.advance(10);
    this.b.issue(welcome('in-1'));
    this.env.advance(10);
    this.a.issue(welcome('out-1'));
    this.env.advance(10);
    return this;
  }

  leave(): void {
    this.a.running.unsubscribe();
    this.b.running.unsubscribe();
    this.env.advance(60_000);
    expect([this.env.timers, this.a.registry.size, this.b.registry.size]).to.deep.equal([0, 0, 0]);
  }
}

/** Somebody who has come, and of whom nothing more is heard. */
class Waiting implements Connection {
  readonly remote = '10.0.0.9:1';
  readonly secure = (): Observable<Channel> => NEVER;
  destroyed = 0;

  destroy(): void {
    this.destroyed += 1;
  }
}

describe('the effect of commands on peers', () => {
  it('is that they live, and each event goes back to the last command that its Peer was given', () => {
    const scene = new Scene().opened();
    expect(scene.a.news()).to.deep.equal([
      'dial-started because of 1', 'peer-connected because of 1', 'peer-secured because of 1',
      'peer-greeted because of 1', 'peer-opened because of 2',
    ]);
    expect(scene.b.news()).to.deep.equal([
      'peer-connected because of 1', 'peer-secured because of 1', 'peer-greeted because of 1',
      'peer-opened because of 2',
    ]);
    scene.leave();
  });

  it('does not blame a ping for what comes later', () => {
    const scene = new Scene().opened();
    scene.a.news();
    scene.env.advance(2_000);
    expect(scene.a.issue(ping('out-1'))).to.equal(3);
    scene.env.advance(2_000);
    expect([...new Set(scene.a.news())]).to.deep.equal(['peer-heard because of 2']);
    expect(scene.a.issue(close('out-1', 'idle'))).to.equal(4);
    scene.env.advance(10);
    expect(scene.a.news()).to.deep.equal(['peer-closing because of 4', 'peer-closed because of 4']);
    expect(scene.b.news().at(-1)).to.equal('peer-closed because of 2');
    expect([scene.a.registry.size, scene.b.registry.size, scene.a.registry.causeOf('out-1')])
      .to.deep.equal([0, 0, undefined]);
    scene.leave();
  });

  it('is nothing where the Peer has gone or never was, and where the command is for others', () => {
    const scene = new Scene().opened();
    scene.a.issue(close('out-1', 'idle'));
    scene.env.advance(10);
    scene.a.news();
    for (const peer of ['out-1', 'out-9', '']) {
      for (const command of [accept(peer), welcome(peer), ping(peer), close(peer, 'idle')]) scene.a.issue(command);
    }
    scene.a.issue(ban('10.0.0.2', { forMs: 1, reason: 'x' }));
    scene.env.advance(10);
    expect([scene.a.news(), scene.a.registry.causeOf('out-9')]).to.deep.equal([[], undefined]);
    scene.leave();
  });

  it('is that a node that is not the one who was dialled is refused, before a word is said', () => {
    const scene = new Scene();
    scene.a.issue(dial(`${nodeIdFrom('c')}@10.0.0.2:7000`));
    scene.env.advance(10);
    scene.b.issue(accept('in-1'));
    scene.env.advance(10);
    expect(scene.a.told.at(-1)).to.deep.include({ cause: 1 });
    expect(scene.a.told.at(-1)?.event).to.include({ reason: 'wrong-identity', endedBy: 'local', phase: 'securing' });
    expect(scene.b.told.at(-1)?.event).to.include({ type: 'peer-closed', endedBy: 'network', phase: 'securing' });
    scene.leave();
  });

  it('names no Peer twice, in whatever direction', () => {
    const scene = new Scene();
    const ids = [1, 2, 3].map(() => scene.a.registry.dialling('10.0.0.2:7000').id);
    expect([...ids, scene.a.registry.accepted(new Waiting()).id]).to.deep.equal(['out-1', 'out-2', 'out-3', 'in-4']);
    scene.leave();
  });

  it('lets go of every connection without a word when it is torn down, those too that nobody told to listen', () => {
    const scene = new Scene().opened();
    scene.a.issue(dial('10.0.0.2:7000'));
    const waiting = new Waiting();
    scene.a.registry.accepted(waiting);
    scene.a.news();
    scene.a.running.unsubscribe();
    expect([scene.a.registry.size, waiting.destroyed > 0, scene.a.news()]).to.deep.equal([0, true, []]);
    scene.env.advance(10);
    expect(scene.b.news().at(-1)).to.equal('peer-closed because of 2');
    scene.leave();
  });

  it('destroys what is accepted when nobody takes Peers any more', () => {
    const scene = new Scene();
    scene.a.running.unsubscribe();
    const waiting = new Waiting();
    scene.a.registry.accepted(waiting);
    expect([scene.a.registry.size, waiting.destroyed]).to.deep.equal([0, 1]);
    scene.leave();
  });

  it('completes when the last command has come and the last Peer has gone, and makes no new one meanwhile', () => {
    const scene = new Scene().opened();
    scene.a.issued$.complete();
    expect(scene.a.completed).to.equal(false);
    scene.b.issue(close('in-1', 'stopping'));
    scene.env.advance(10);
    expect(scene.a.told.at(-1)?.event).to.include({ type: 'peer-closed', reason: 'stopping', endedBy: 'remote' });
    expect(scene.a.completed).to.equal(true);
    scene.leave();
  });
});

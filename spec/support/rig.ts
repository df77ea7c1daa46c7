// One Peer of ours on a channel in memory, and a remote by hand that says whatever frames a test wants.
import { defer, of, Subject, type Observable, type Subscription } from 'rxjs';
import type { Direction, Event, EventOf, PeerClosed, Phase } from '../../lib/event.ts';
import type { Hello } from '../../lib/hello.ts';
import { jsonBytes } from '../../lib/json.ts';
import type { Handler, Peer, PeerCommand } from '../../lib/peer.ts';
import { makePeer } from '../../lib/peers/makePeer.ts';
import type { PeerParts } from '../../lib/peers/peerParts.ts';
import { aHello, nodeIdFrom } from '../../lib/testing/index.ts';
import type { Channel, Connection, Identity } from '../../lib/transport.ts';
import { encode } from '../../lib/wire/codec.ts';
import { ERROR_CODE, type Frame } from '../../lib/wire/frame.ts';
import { openSession } from '../../lib/wire/openSession.ts';
import { setUpFrame } from '../../lib/wire/setUp.ts';
import { channelPair, type MemoryChannel } from './channelPair.ts';
import { framesOf, payload } from './rawEnd.ts';
import { VirtualEnv } from './virtualEnv.ts';

export const REMOTE = nodeIdFrom('remote');
export const ADDRESS = '10.0.0.9:7000';
export const IDENTITY: Identity = { node: REMOTE, binding: new Uint8Array(32).fill(7) };

export const helloOf = (more: Partial<Hello> = {}): Hello =>
  aHello('remote', { id: REMOTE, boot: 'bootofremote', ...more });

export interface RigOptions {
  /** Absent where nobody proves anything; `IDENTITY` unless told. */
  readonly identity?: Identity | undefined;
  /** Everything that can come within the call that asks for it does. */
  readonly atOnce?: boolean;
  readonly handlers?: Readonly<Record<string, Handler>>;
  readonly openSession?: PeerParts['openSession'];
  /** Hears each event before it is kept, and may act on it within the call. */
  readonly hear?: (event: Event, rig: Rig) => void;
}

/** What leads from phase to phase: the commands, and what the remote and the network do between them. */
export class Rig {
  readonly env = new VirtualEnv();
  readonly direction: Direction;
  readonly events: Event[] = [];
  readonly dialled$ = new Subject<Connection>();
  readonly secured$ = new Subject<Channel>();
  readonly ours: MemoryChannel & { identity?: Identity };
  readonly theirs: MemoryChannel;
  readonly connection: Connection;
  readonly peer: Peer;
  /** How often our end was dialled, secured, destroyed, and the stream of events completed. */
  readonly counts = { dialled: 0, secured: 0, destroyed: 0, completed: 0 };
  expected: string | undefined;
  running!: Subscription;
  #seen = 0;

  constructor(direction: Direction, options: RigOptions = {}) {
    const { identity, atOnce = false, handlers = {}, hear = () => undefined } = { identity: IDENTITY, ...options };
    this.direction = direction;
    const [ours, theirs] = channelPair(this.env);
    this.ours = Object.assign(ours, identity === undefined ? {} : { identity });
    this.theirs = theirs;
    this.connection = {
      remote: ADDRESS,
      secure: (expected) => {
        this.counts.secured += 1;
        this.expected = expected;
        return atOnce ? of(this.ours) : this.secured$;
      },
      destroy: () => {
        this.counts.destroyed += 1;
        this.ours.destroy();
      },
    };
    this.peer = makePeer({
      id: `${direction}-1`, direction, address: ADDRESS, expected: REMOTE, env: this.env,
      responder: { handlerFor: (route) => (Object.hasOwn(handlers, route) ? handlers[route] : undefined) },
      greeting: () => jsonBytes(aHello('self')),
      openSession: options.openSession ?? openSession,
      connection$: direction === 'in' || atOnce ? of(this.connection) : this.#dial(),
    });
    this.running = this.peer.event$.subscribe({
      next: (event) => {
        this.events.push(event);
        hear(event, this);
      },
      complete: () => {
        this.counts.completed += 1;
      },
    });
  }

  get types(): readonly string[] {
    return this.events.map(({ type }) => type);
  }

  get closed(): PeerClosed | undefined {
    this.env.settle();
    return this.of('peer-closed')[0];
  }

  of<T extends Event['type']>(type: T): readonly EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }

  order(command: PeerCommand): void {
    this.peer.command$.next(command);
    this.env.settle();
  }

  say(...frames: readonly Frame[]): void {
    this.theirs.write(Buffer.concat(frames.map(encode)));
    this.env.settle();
  }

  /** The frames that ours has written since this was last asked. */
  heard(): readonly Frame[] {
    this.env.settle();
    const frames = framesOf(this.ours.writes);
    return frames.slice(this.#seen, (this.#seen = frames.length));
  }

  greet(hello: Uint8Array = jsonBytes(helloOf())): void {
    this.say(this.direction === 'out' ? payload(1, '', { data: hello, complete: true }) : { ...setUpFrame(hello) });
  }

  goodbye(said: object, code: number = ERROR_CODE.CONNECTION_CLOSE): void {
    this.say({ type: 'ERROR', stream: 0, code, data: jsonBytes(said) });
  }

  /** The same, and ends as it should. */
  part(said: object): void {
    this.goodbye(said);
    this.theirs.end();
    this.env.settle();
  }

  /** Goes on until a phase has begun. */
  to(phase: Phase): this {
    for (const [reached, act] of this.#way()) {
      act();
      this.env.settle();
      if (reached === phase) break;
    }
    return this;
  }

  #dial(): Observable<Connection> {
    return defer(() => {
      this.counts.dialled += 1;
      return this.dialled$;
    });
  }

  #way(): readonly (readonly [Phase, () => void])[] {
    const first: Phase = this.direction === 'out' ? 'dialling' : 'accepted';
    return [
      [first, () => (this.direction === 'out' ? this.order({ type: 'connect' }) : undefined)],
      ['securing', () => {
        if (this.direction === 'in') this.order({ type: 'listen' });
        else this.dialled$.next(this.connection);
      }],
      ['greeting', () => this.secured$.next(this.ours)],
      ['greeted', () => this.greet()],
      ['alive', () => this.order({ type: 'welcome' })],
      ['closing', () => this.order({ type: 'close', reason: 'idle' })],
      ['closed', () => this.theirs.end()],
    ];
  }
}

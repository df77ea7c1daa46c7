// One node of a simulated network, with its machine: it is started, killed and started again, on the same disk.
import { mergeMap, of, Subject, Subscription, type Observable } from 'rxjs';
import type { Address } from '../../address.ts';
import type { Env } from '../../env.ts';
import type { Event } from '../../event.ts';
import type { Guards } from '../../guard.ts';
import type { Net } from '../../net.ts';
import { nodeOfKey } from '../../network/ids.ts';
import type { KeyedHash } from '../../network/keyedHash.ts';
import type { Signer } from '../../network/signing.ts';
import type { NodeId } from '../../nodeId.ts';
import { node } from '../../node.ts';
import type { MakePolicies } from '../../policy.ts';
import type { Step } from '../../step.ts';
import type { MemoryNetwork } from '../../transports/memory.ts';
import type { VirtualEnv } from '../virtualEnv.ts';
import { dnsTold } from '../../sources/dnsTold.ts';
import { handlers } from './handlers.ts';
import { bookFrom, bookTo } from './memoryBook.ts';
import { MemoryDisk } from './memoryDisk.ts';
import { NodeClock, type Skew } from './nodeClock.ts';

export const PORT = 7_000;
export const NETWORK = 'simulation';
/** In the place of a connection, for what it was not told over any. */
const RECORDING = 'recording';

export interface InhabitantOptions {
  readonly number: number;
  readonly host: string;
  readonly base: VirtualEnv;
  readonly random: () => number;
  readonly network: MemoryNetwork;
  /** Checks what anybody has signed. */
  readonly keys: KeyedHash;
  readonly signer: Signer;
  readonly label: string;
  readonly networkName: string;
  readonly peers: () => readonly Address[];
  readonly policies?: MakePolicies;
  readonly guards?: Guards;
  readonly watch: Watcher;
}

/** Who is told what becomes of a node. */
export interface Watcher {
  /** It is about to start: whatever looks at its steps subscribes now. */
  readonly starting: (one: Inhabitant, step$: Observable<Step>) => Subscription;
  readonly failed: (one: Inhabitant, error: unknown) => void;
  /** It has stopped in good order, or was killed. */
  readonly ended: (one: Inhabitant, how: 'stopped' | 'killed') => void;
}

export type Standing = 'off' | 'running' | 'stopping';

export class Inhabitant {
  readonly number: number;
  readonly id: NodeId;
  readonly disk: MemoryDisk;
  readonly #signer: Signer;
  readonly #options: InhabitantOptions;
  host: string;
  clock: NodeClock;
  env: Env;
  net: Net | undefined;
  standing: Standing = 'off';
  /** It was gone before the simulation began, and nobody starts it. */
  isAbsent = false;
  /** When it was last started, and asked to stop, in the world's time. */
  startedAt = 0;
  stoppingAt = 0;
  /** How its clock will be at the next start. */
  skew: Skew = {};
  readonly #answer$ = new Subject<readonly string[]>();
  /** What it knows of the map when it starts for the first time: items as text. */
  #heard: readonly string[] = [];
  #running = Subscription.EMPTY;

  constructor(options: InhabitantOptions) {
    this.#options = options;
    this.number = options.number;
    this.host = options.host;
    this.#signer = options.signer;
    this.id = nodeOfKey(this.#signer.publicKey);
    this.clock = new NodeClock(options.base.scheduler);
    this.env = this.#envOf(this.clock);
    this.disk = new MemoryDisk({
      now: () => this.clock.now(),
      schedule: (work, delay, state) => this.clock.schedule(work, delay, state),
    });
  }

  get endpoint(): Address {
    return `${this.host}:${PORT}`;
  }

  start(): void {
    if (this.standing !== 'off') return;
    const { base, watch } = this.#options;
    this.clock = new NodeClock(base.scheduler, this.skew);
    this.env = this.#envOf(this.clock);
    this.startedAt = base.scheduler.now();
    this.standing = 'running';
    const net = this.#made();
    this.net = net;
    const step$ = new Subject<Step>();
    const running = new Subscription();
    this.#running = running;
    running.add(watch.starting(this, step$));
    running.add(net.step$.subscribe({
      next: (step) => step$.next(step),
      error: (error: unknown) => {
        this.standing = 'off';
        running.unsubscribe();
        watch.failed(this, error);
      },
      complete: () => {
        this.standing = 'off';
        base.scheduler.soon(() => {
          running.unsubscribe();
          watch.ended(this, 'stopped');
        });
      },
    }));
  }

  /** In good order. */
  stop(): void {
    if (this.standing !== 'running') return;
    this.standing = 'stopping';
    this.stoppingAt = this.#options.base.scheduler.now();
    this.net?.stop('asked by the simulation');
  }

  /** It has been somewhere else before: what its disk holds, and what it knew of the map. */
  resume(book: string, seq: number, heard: readonly string[]): void {
    this.disk.begin(book, seq);
    this.#heard = heard;
  }

  /** What a name server answers when it is asked for addresses to begin with. */
  lookedUp(answers: readonly string[]): void {
    if (this.standing === 'running') this.#answer$.next(answers);
  }

  /** `crash`: its kernel says so to the others; `vanish`: nobody does. */
  kill(how: 'crash' | 'vanish'): void {
    if (this.standing === 'off') return;
    this.standing = 'off';
    this.#options.network[how](this.host);
    this.#running.unsubscribe();
    this.#options.watch.ended(this, 'killed');
  }

  #envOf(clock: NodeClock): Env {
    const { base, random } = this.#options;
    return { scheduler: clock, random, soon: base.soon };
  }

  #made(): Net {
    const { network, networkName, label, keys, peers, policies, guards } = this.#options;
    const heard = this.#heard;
    this.#heard = [];
    const { env, disk } = this;
    const net = node({
      id: this.id,
      label,
      network: networkName,
      transport: network.transport({ host: this.host, node: this.id }),
      bookKey: `book of n${this.number}`,
      signer: this.#signer,
      verifier: keys,
      reserve: (seq) => disk.reserve(seq),
      listen: [this.endpoint],
      peers: peers(),
      env,
      sources: {
        book: bookFrom(disk, env),
        ...(heard.length === 0 ? {} : { recording: of<Event>({ type: 'items-heard', peer: RECORDING, items: heard }) }),
        dns: this.#answer$.pipe(mergeMap((answers) => dnsTold('simulation', answers))), // all are there at once
      },
      effects: { storeBook: bookTo(disk) },
      ...(policies === undefined ? {} : { policies }),
      ...(guards === undefined ? {} : { guards }),
    });
    for (const [route, handler] of Object.entries(handlers(env.scheduler))) net.respond(route, handler);
    return net;
  }
}

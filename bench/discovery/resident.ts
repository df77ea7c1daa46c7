// One node of a measured network: an unmodified one, on a host, a clock and a disk of its own.
import { concatMap, defer, of, Subscription, timer } from 'rxjs';
import type { Address } from '../../lib/address.ts';
import type { Event } from '../../lib/event.ts';
import type { Agreement } from '../../lib/network/agreement.ts';
import { nodeOfKey } from '../../lib/network/ids.ts';
import type { KeyedHash } from '../../lib/network/keyedHash.ts';
import type { Net } from '../../lib/net.ts';
import type { NetworkState } from '../../lib/networkState.ts';
import { node } from '../../lib/node.ts';
import type { NodeId } from '../../lib/nodeId.ts';
import type { State } from '../../lib/state.ts';
import type { Step } from '../../lib/step.ts';
import { MemoryDisk } from '../../lib/testing/simulation/memoryDisk.ts';
import { NodeClock } from '../../lib/testing/simulation/nodeClock.ts';
import type { VirtualEnv } from '../../lib/testing/virtualEnv.ts';
import type { Transport } from '../../lib/transport.ts';
import type { MemoryNetwork } from '../../lib/transports/memory.ts';
import { counted, Traffic } from './counted.ts';

export const PORT = 7_000;
export const NETWORK = 'bench';

export type Tampering = (transport: Transport, id: NodeId) => Transport;

export interface ResidentOptions {
  readonly number: number;
  readonly host: string;
  readonly base: VirtualEnv;
  readonly random: () => number;
  readonly network: MemoryNetwork;
  readonly keys: KeyedHash;
  readonly peers: () => readonly Address[];
  /** How long its disk lets it wait before a number is written down. */
  readonly flushMs: () => number;
  /** Of a node that breaks the rules: what becomes of all that it says. */
  readonly tampered?: Tampering;
  /** What it begins with, of a network that was there before. */
  readonly events?: (one: Resident) => readonly Event[];
  readonly stepped: (one: Resident, step: Step) => void;
}

const startedBy = ({ self: { node: id, boot } }: State): Event => ({ type: 'node-started', node: id, boot });

export class Resident {
  readonly number: number;
  readonly host: string;
  readonly id: NodeId;
  readonly traffic = new Traffic();
  readonly isHonest: boolean;
  clock: NodeClock;
  net: Net | undefined;
  isRunning = false;
  /** As they were after its last step. */
  network: NetworkState | undefined;
  agreement: Agreement | undefined;
  readonly #options: ResidentOptions;
  readonly #disk: MemoryDisk;
  #running = Subscription.EMPTY;
  #hasBegun = false;

  constructor(options: ResidentOptions) {
    this.#options = options;
    this.number = options.number;
    this.host = options.host;
    this.isHonest = options.tampered === undefined;
    this.id = nodeOfKey(options.keys.signer(this.label).publicKey);
    this.clock = new NodeClock(options.base.scheduler);
    this.#disk = new MemoryDisk(options.base.scheduler);
  }

  get label(): string {
    return `n${this.number}`;
  }

  get endpoint(): Address {
    return `${this.host}:${PORT}`;
  }

  start(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    this.clock = new NodeClock(this.#options.base.scheduler);
    this.net = this.#made(this.clock);
    const running = new Subscription();
    this.#running = running;
    running.add(this.net.step$.subscribe({
      next: (step) => this.#options.stepped(this, step),
      error: (error: unknown) => {
        throw error;
      },
      complete: () => (this.isRunning = false),
    }));
  }

  /** In good order. */
  stop(): void {
    this.net?.stop('asked by the benchmark');
  }

  /** `crash`: the process dies, and its kernel says so to the others; `vanish`: the host does, and nobody does. */
  kill(how: 'crash' | 'vanish'): void {
    if (!this.isRunning) return;
    this.isRunning = false;
    this.#options.network[how](this.host);
    this.#running.unsubscribe();
  }

  #made(clock: NodeClock): Net {
    const { network, keys, peers, base, random, host, tampered, flushMs, events } = this.#options;
    const before = this.#hasBegun ? [] : (events?.(this) ?? []);
    this.#hasBegun = true;
    const plain = counted(network.transport({ host, node: this.id }), this.traffic);
    return node({
      id: this.id,
      label: this.label,
      network: NETWORK,
      transport: tampered === undefined ? plain : tampered(plain, this.id),
      signer: keys.signer(this.label),
      verifier: keys,
      reserve: (seq) => defer(() => timer(flushMs(), clock)).pipe(concatMap(() => this.#disk.reserve(seq))),
      listen: [this.endpoint],
      peers: peers(),
      env: { scheduler: clock, random, soon: base.soon },
      // in the place of what would be told first, so that it is there before it listens
      ...(before.length === 0 ? {} : { sources: ({ state }) => ({ node: of(startedBy(state), ...before) }) }),
    });
  }
}

// A network that is measured: real nodes on a network in memory, in virtual time, and somebody who sees all of them.
import { keyedHash, type KeyedHash } from '../../lib/network/keyedHash.ts';
import type { Event } from '../../lib/event.ts';
import { contentOf } from '../../lib/network/networkMap.ts';
import type { NodeId } from '../../lib/nodeId.ts';
import { sfc32 } from '../../lib/sfc32.ts';
import type { Step } from '../../lib/step.ts';
import { seedFor } from '../../lib/testing/simulation/drawFaults.ts';
import { virtualEnv, type VirtualEnv } from '../../lib/testing/virtualEnv.ts';
import { EPOCH_MS } from '../../lib/testing/virtualScheduler.ts';
import { MemoryNetwork } from '../../lib/transports/memory.ts';
import { Links } from './links.ts';
import { Proofs } from './proofs.ts';
import { Resident, type Tampering } from './resident.ts';
import { resumption, type Resumption } from './resumption.ts';

export interface TownOptions {
  readonly nodes: number;
  /** Share of writes that are lost at first. */
  readonly loss?: number;
  readonly seed: number;
  /** Started as after a pause of all of it, and not founded by joins: from 500 nodes on unless told. */
  readonly isResumed?: boolean;
  /** Who breaks the rules, by number, and how. */
  readonly tampered?: (number: number) => Tampering | undefined;
}

/** Each is told of so many others, drawn: more than it wants heads, since some of them will have dialled it. */
const TOLD = 12;
const START_MS_MAX = 1_000;
/** Bytes under way or unread on one connection: what a kernel holds. */
const WINDOW_BYTES = 256 * 1_024;
/** What a proof and the last record before it take, with losses. */
const LOOK_MS = 50;

/** Less than the quiet that is waited for: nothing that was asked for earlier is still to come. */
const FLUSH_EVERY_MS = 3_000;
const FOUNDED_MS_MAX = 120_000;
/** As long as no new record comes: nothing is due any more. */
const QUIET_MS = 5_000;
/** Founded by joins, they would take hours: three records of each must come to each. */
const RESUMED_NODES = 500;
/** A handshake over calm links takes a tenth of a second, and the second tick comes after one. */
const DIALS_EVERY_MS = 250;
/** What was under way is there. */
const SETTLED_MS = 2_000;

/** Two to an address group, as the default guards allow, and none of them private. */
export const hostOfNumber = (number: number): string =>
  `${41 + (number >> 9)}.${(number >> 1) & 255}.0.${1 + (number & 1)}`;

/** Is told of every step that changes what a node believes of the network, and of the events that say something. */
export type Watch = (one: Resident, step: Step) => void;

const TELLING: ReadonlySet<Event['type']> = new Set<Event['type']>(['record-issued', 'attestation-issued']);

export class Town {
  readonly options: Required<Omit<TownOptions, 'tampered'>>;
  readonly env: VirtualEnv;
  readonly network: MemoryNetwork;
  readonly links: Links;
  readonly residents: readonly Resident[];
  readonly proofs = new Proofs();
  readonly watches = new Set<Watch>();
  /** When somebody last issued a record or a doubt. */
  issuedAt = 0;
  issued = 0;
  doubts = 0;
  readonly #honest: ReadonlySet<NodeId>;
  readonly #keys: KeyedHash;
  #before: Resumption['events'] = () => [];

  constructor({ nodes, loss = 0, seed, tampered, isResumed = nodes >= RESUMED_NODES }: TownOptions) {
    this.options = { nodes, loss, seed, isResumed };
    this.env = virtualEnv({ seed: seedFor(seed, 'network') });
    this.links = new Links(seed, loss);
    this.network = new MemoryNetwork({ env: this.env, ...this.links.conditions, windowBytes: WINDOW_BYTES });
    this.#keys = keyedHash(`bench ${seed}`);
    this.residents = Array.from({ length: nodes }, (_, at) => this.#settle(at + 1, tampered?.(at + 1)));
    this.#honest = new Set(this.residents.filter(({ isHonest }) => isHonest).map(({ id }) => id));
  }

  /** Milliseconds since the beginning. */
  get now(): number {
    return this.env.scheduler.now() - EPOCH_MS;
  }

  get running(): readonly Resident[] {
    return this.residents.filter(({ isRunning }) => isRunning);
  }

  /** Those that keep to the rules. */
  get honest(): readonly Resident[] {
    return this.residents.filter(({ isHonest, isRunning }) => isHonest && isRunning);
  }

  /** A chance of its own for each name. */
  chanceOf(name: string): () => number {
    return sfc32(seedFor(this.options.seed, name));
  }

  advance(ms: number): void {
    this.env.scheduler.advanceBy(ms);
  }

  after(ms: number, work: () => void): void {
    this.env.scheduler.schedule(work, ms);
  }

  /** Looks every 50 ms. @returns milliseconds until it was so, or `undefined` */
  until(holds: () => boolean, mostMs: number): number | undefined {
    const began = this.now;
    while (!holds()) {
      if (this.now - began >= mostMs) return undefined;
      this.advance(LOOK_MS);
    }
    return this.now - began;
  }

  /**
   * So many are started as after a pause of the whole network; fewer found together.
   *
   * @throws Error when they are not one network that agrees within two minutes
   */
  found(): void {
    if (this.options.isResumed) this.#resume();
    else this.#gather();
    const took = this.until(() => this.now - this.issuedAt >= QUIET_MS && this.isAgreed(), FOUNDED_MS_MAX);
    if (took === undefined) throw new Error(`no agreement among ${this.options.nodes} nodes after ${this.now} ms`);
    this.links.areCalm = false;
    this.advance(SETTLED_MS);
  }

  /**
   * Starts all within a second, and lets them find together as they do anywhere, but over links without weather and
   * with disks that flush every three seconds: then all records come at the same moments, and a thousand nodes take
   * them in in a hundred steps each and not in four thousand.
   */
  #gather(): void {
    const random = this.chanceOf('starts');
    for (const one of this.residents) this.after(Math.round(random() * START_MS_MAX), () => one.start());
    this.advance(START_MS_MAX + 2 * FLUSH_EVERY_MS);
  }

  /** All at one moment: each dials some at once, before it looks at its slots, and the rest before it looks again. */
  #resume(): void {
    const plan = resumption(this.residents, this.#keys, this.chanceOf('heads'));
    this.#before = plan.events;
    for (const one of this.residents) one.start();
    for (const some of plan.dials) {
      for (const one of this.residents) for (const request of some(one)) one.net?.order(request);
      this.advance(DIALS_EVERY_MS);
    }
    this.advance(SETTLED_MS);
  }

  bytes(): number {
    return this.residents.reduce((sum, { traffic }) => sum + traffic.bytes, 0);
  }

  /** All that run, and keep to the rules, prove one digest, of a map in which just these are up. */
  isAgreed(): boolean {
    const { honest } = this;
    const digest = honest[0]?.network?.digest;
    const up = this.running.length;
    return honest.every(({ network }) => network?.digest === digest && network?.agreement.proven === true &&
      network.survey.up === up);
  }

  /** Ends all. */
  end(): void {
    for (const one of this.residents) one.kill('vanish');
  }

  #stepped(one: Resident, step: Step): void {
    const { network } = step.state;
    const { type } = step.event;
    if (type === 'record-issued') this.issued += 1;
    if (type === 'attestation-issued') this.doubts += 1;
    if (TELLING.has(type)) this.issuedAt = this.now;
    else if (network === one.network) return;
    const before = one.network;
    const wasProven = one.agreement?.proven === true;
    one.network = network;
    one.agreement = network.agreement;
    if (before?.digest !== network.digest) this.proofs.holds(one, contentOf(network.map), this.now);
    if (one.isHonest && network.agreement.proven && !(wasProven && before?.digest === network.digest)) {
      this.proofs.proven(one, this.#honest, this.now);
    }
    for (const watch of this.watches) watch(one, step);
  }

  #settle(number: number, tampered?: Tampering): Resident {
    return new Resident({
      number, keys: this.#keys, events: (one) => this.#before(one), host: hostOfNumber(number),
      base: this.env, random: this.chanceOf(`node ${number}`),
      network: this.network, peers: () => this.#toldOf(number), stepped: (one, step) => this.#stepped(one, step),
      flushMs: () => (this.links.areCalm ? FLUSH_EVERY_MS - (this.now % FLUSH_EVERY_MS) : 0),
      ...(tampered === undefined ? {} : { tampered }),
    });
  }

  #toldOf(number: number): readonly string[] {
    const random = this.chanceOf(`told ${number}`);
    const told = new Set<string>();
    for (let tries = 0; told.size < Math.min(TOLD, this.options.nodes - 1) && tries < 100 * TOLD; tries++) {
      const other = this.residents[Math.floor(random() * this.options.nodes)];
      if (other !== undefined && other.number !== number) told.add(other.endpoint);
    }
    return [...told];
  }
}

// A simulated network as a whole: its links, its nodes, its time and chance, and all that watches them.
import { merge, Subscription, type Observable } from 'rxjs';
import type { Inputs } from '../../because.ts';
import type { Invariant, Violation } from '../../invariant.ts';
import { keyedHash, type KeyedHash } from '../../network/keyedHash.ts';
import { contentOf } from '../../network/networkMap.ts';
import type { NodeId } from '../../nodeId.ts';
import type { MakePolicies } from '../../policy.ts';
import type { Guards } from '../../guard.ts';
import { endpointOf, hostOf, type Endpoint } from '../../address.ts';
import { messageOf } from '../../errors.ts';
import { sfc32 } from '../../sfc32.ts';
import type { State } from '../../state.ts';
import type { Step } from '../../step.ts';
import { MemoryNetwork } from '../../transports/memory.ts';
import { virtualEnv, type VirtualEnv } from '../virtualEnv.ts';
import type { Beginning } from './beginning.ts';
import { calmSince, isHarmful } from './calm.ts';
import { seedFor } from './drawFaults.ts';
import { Findings } from './findings.ts';
import { Inhabitant, NETWORK, PORT, type Watcher } from './inhabitant.ts';
import type { About } from './invariants/rule.ts';
import { entryRules } from './invariants/entries.ts';
import { allOf } from './invariants/rules.ts';
import { BEGINNING_MS } from './beginningMs.ts';
import type { Plan } from './plan.ts';
import { resumed, type Resumed } from './resumed.ts';
import { Sketch } from './sketch.ts';
import { Timeline } from './timeline/timeline.ts';
import { TraceHash } from './traceHash.ts';
import { Weather } from './weather.ts';
import { wholeRun } from './wholeRun.ts';

export interface WorldOptions {
  readonly plan: Plan;
  readonly policies?: MakePolicies;
  readonly guards?: Guards;
  readonly invariants?: readonly Invariant[];
  /** Goes on from a recorded run. */
  readonly beginning?: Beginning;
  /** Notes what a picture of the run is drawn from. */
  readonly timeline?: boolean;
}

/** Behind how many hosts a world looks for who it is; more than a run of hours makes. */
const SPARE_HOSTS = 250;

/** One pair of so many nodes may be parted for good, and the others still hold together. */
const NODES_PER_DROP = 3;

/** Two to an address group, as the default guards allow. */
const hostOfNumber = (number: number): string => `41.${number >> 1}.0.${1 + (number & 1)}`;
const endpointOfNumber = (number: number): Endpoint => `${hostOfNumber(number)}:${PORT}`;
const spareHost = (number: number): string => `51.${number % SPARE_HOSTS}.${Math.floor(number / SPARE_HOSTS)}.1`;

const inWords = (facts: Inputs): string =>
  Object.entries(facts).map(([name, value]) => `${name} ${value}`).join(', ');

export class World implements Watcher {
  readonly plan: Plan;
  readonly env: VirtualEnv;
  readonly weather: Weather;
  readonly network: MemoryNetwork;
  readonly keys: KeyedHash;
  readonly findings = new Findings();
  readonly trace = new TraceHash();
  readonly sketch = new Sketch();
  readonly timeline: Timeline | undefined;
  readonly inhabitants: readonly Inhabitant[];
  /** Strangers and guests: they leave when the run is over. */
  readonly visitors = new Subscription();
  events = 0;
  /** How long nodes have been held up lately, at most; what is late by that is not late. */
  lateMs = 0;
  /** The run has ended; what ends now is put away. */
  isOver = false;
  readonly #options: WorldOptions;
  /** Who is, or was, behind a host; no two nodes are ever behind the same. */
  readonly #known = new Map<string, { readonly id: NodeId; readonly mayOpen: boolean; readonly honest: boolean }>();
  readonly #honest = new Set<string>();
  /** By node: what was in the maps that it has held. */
  readonly #held = new Map<NodeId, Set<string>>();
  readonly #published = new Map<NodeId, { seq: number }>();
  /** By node: the hashes of the records that it has signed. */
  readonly #signed = new Map<NodeId, Set<string>>();
  readonly #startsAt: number;
  #hosts = 0;
  #drops = 0;

  constructor(options: WorldOptions) {
    const { plan } = options;
    this.#options = options;
    this.timeline = options.timeline === true ? new Timeline() : undefined;
    this.plan = plan;
    this.#startsAt = options.beginning?.at ?? BEGINNING_MS;
    this.env = virtualEnv({ seed: seedFor(plan.seed, 'network'), startsAt: this.#startsAt });
    this.weather = new Weather(this.chanceOf('weather'));
    const whole = wholeRun(plan, (name) => this.chanceOf(name));
    this.network = new MemoryNetwork({ env: this.env, ...this.weather.conditions(whole) });
    this.keys = keyedHash(`simulation ${plan.seed}`);
    this.inhabitants = Array.from({ length: plan.nodes }, (_, at) => at + 1)
      .filter((number) => !plan.without.includes(number))
      .map((number) => this.#settle(number));
  }

  get now(): number {
    return this.env.scheduler.now() - this.#startsAt;
  }

  /** A chance of its own for each name, so that one who draws more does not change what the others draw. */
  chanceOf(name: string): () => number {
    return sfc32(seedFor(this.plan.seed, name));
  }

  /** Since when nothing goes wrong; `undefined` while something does. */
  get calmSince(): number | undefined {
    return calmSince(this.plan.faults, this.now);
  }

  /** What all are nodes of. */
  get networkName(): string {
    return this.#options.beginning?.network ?? NETWORK;
  }

  /** Whether anything has gone wrong so far. */
  get hasSuffered(): boolean {
    return this.plan.faults.some(({ kind, at }) => at <= this.now && isHarmful(kind));
  }

  /** Connections carry as much as they do in an ordinary network. */
  get isRoomy(): boolean {
    return !this.plan.faults.some(({ kind }) => kind === 'window' || kind === 'chunks');
  }

  /** Whom an operator drops stays away for ten minutes: too many of those, and the network cannot become one again. */
  mayDrop(): boolean {
    return ++this.#drops < this.plan.nodes / NODES_PER_DROP;
  }

  at(ms: number, work: () => void): void {
    this.env.scheduler.schedule(work, Math.max(0, ms - this.now));
  }

  after(ms: number, work: () => unknown): void {
    this.env.scheduler.schedule(work, ms);
  }

  /** An inhabitant, by a number in [0, 1); `undefined` when the one it means is left out of this plan. */
  pick(share: number): Inhabitant | undefined {
    const number = 1 + Math.floor(share * this.plan.nodes);
    return this.inhabitants.find((one) => one.number === number);
  }

  /** A host that nobody has been behind. */
  newHost(): string {
    return spareHost(this.#hosts++);
  }

  /** Who lives there from now on. */
  meet(host: string, id: NodeId, { honest, mayOpen }: { readonly honest: boolean; readonly mayOpen: boolean }): void {
    this.#known.set(host, { id, mayOpen, honest });
    if (!honest) return;
    this.#honest.add(host);
    this.#honest.add(id);
    this.#honest.add(`${host}:${PORT}`);
  }

  report(invariant: string, detail: string, one?: Inhabitant): void {
    this.findings.add({ invariant, at: this.now, detail, ...(one === undefined ? {} : { node: `n${one.number}` }) });
  }

  starting(one: Inhabitant, step$: Observable<Step>): Subscription {
    const watching = new Subscription();
    const about = this.#about(one);
    const checks = [allOf(about), ...(this.#options.invariants ?? [])];
    const held = this.#held.get(one.id) ?? new Set();
    this.#held.set(one.id, held);
    const error = (cause: unknown): void => this.failed(one, cause);
    const entryChecks = entryRules.map(({ name, make }) => ({ name, check: make(about) }));
    watching.add(one.net?.journal.entry$.subscribe({
      next: (entry) => {
        this.trace.add(one.number);
        this.trace.add(entry);
        for (const { name, check } of entryChecks) {
          const facts = check(entry);
          if (facts !== false) this.report(name, `at entry ${entry.id} by ${entry.by}: ${inWords(facts)}`, one);
        }
      },
      error,
    }));
    watching.add(step$.subscribe({
      next: (step) => {
        const { event, state } = step;
        this.events += 1;
        held.add(contentOf(state.network.map));
        if (event.type === 'record-issued') this.#hasIssued(state);
        this.sketch.note(one.number, this.now, event);
        this.timeline?.stepped(one.number, this.now, step);
      },
      error,
    }));
    watching.add(merge(...checks.map((invariant) => step$.pipe(invariant))).subscribe({
      next: (found) => this.#violated(found, one),
      error,
    }));
    this.sketch.began(one.number, this.now);
    this.timeline?.began(one.number, this.now);
    return watching;
  }

  failed(one: Inhabitant, error: unknown): void {
    this.report('no part of a node breaks its contract', messageOf(error), one);
  }

  ended(one: Inhabitant, how: 'stopped' | 'killed'): void {
    if (this.now < this.plan.forMs && !this.isOver) {
      this.sketch.went(one.number, this.now, how);
      this.timeline?.went(one.number, this.now, how);
    }
    const { connections, dials, ports } = this.network.openOn(one.host);
    const timers = one.clock.pending;
    if (connections + dials + ports + timers === 0) return;
    const left = `${how}: ${timers} timers, ${connections} connections, ${dials} dials, ${ports} ports left`;
    this.report('I16 nothing is left of a node that has ended', left, one);
  }

  #violated({ invariant, event, facts }: Violation, one: Inhabitant): void {
    this.report(invariant, `at ${event}: ${inWords(facts)}`, one);
  }

  #hasIssued({ self, network: { own } }: State): void {
    if (own.hash !== undefined) this.#signedBy(self.node).add(own.hash);
  }

  #about(one: Inhabitant): About {
    const published = this.#published.get(one.id) ?? { seq: 0 };
    this.#published.set(one.id, published);
    return {
      id: one.id,
      skippedMs: () => one.clock.advancedMs,
      hasHeld: (id, content) => this.#held.get(id)?.has(content) === true,
      published,
      hasForgotten: () => one.disk.hasForgotten,
      who: (host) => this.#known.get(host),
      isHonest: (subject) => this.#honest.has(subject) || this.#honest.has(hostOf(endpointOf(subject))),
      hasSigned: (id, hash) => !this.#honest.has(id) || this.#signed.get(id)?.has(hash) === true,
      book: one.disk.text,
      state: () => one.net?.state,
      hasDefaultPolicies: this.#options.policies === undefined,
      hasDefaultGuards: this.#options.guards === undefined,
      lateMs: () => this.lateMs,
    };
  }

  #settle(number: number): Inhabitant {
    const { policies, guards, beginning } = this.#options;
    const named = beginning?.nodes[number - 1];
    const host = hostOfNumber(number);
    const one = new Inhabitant({
      number,
      host,
      base: this.env,
      random: this.chanceOf(`node ${number}`),
      network: this.network,
      keys: this.keys,
      signer: named === undefined ? this.keys.signer(`n${number}`) : this.keys.signerOf(named.record.body.publicKey),
      label: named?.label ?? `n${number}`,
      networkName: this.networkName,
      peers: () => this.#seedsOf(number),
      watch: this,
      ...(policies === undefined ? {} : { policies }),
      ...(guards === undefined ? {} : { guards }),
    });
    one.isAbsent = named?.isThere === false;
    if (number === 1 && beginning !== undefined) this.#resume(one, resumed(beginning, this.keys, endpointOfNumber));
    this.meet(host, one.id, { honest: true, mayOpen: true });
    return one;
  }

  /** The recorded node takes over what it knew. */
  #resume(one: Inhabitant, { book, seq, heard, signed }: Resumed): void {
    one.resume(book, seq, heard);
    this.#published.set(one.id, { seq });
    for (const [id, hash] of signed) this.#signedBy(id).add(hash);
  }

  #signedBy(id: NodeId): Set<string> {
    const signed = this.#signed.get(id) ?? new Set();
    this.#signed.set(id, signed);
    return signed;
  }

  /** What a node is configured with: the first of the others, and the one before it. */
  #seedsOf(number: number): readonly string[] {
    const others = this.inhabitants.filter((one) => one.number !== number && !one.isAbsent);
    const before = others.filter((one) => one.number < number).at(-1);
    return [...new Set([others[0], before])].flatMap((one) => (one === undefined ? [] : [one.endpoint]));
  }
}

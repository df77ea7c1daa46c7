// A host of a network in memory: its ports, and whatever would die with it.
import type { Subscription } from 'rxjs';
import type { NodeId } from '../nodeId.ts';
import type { Connection } from '../transport.ts';
import type { MemoryEnd } from './memoryEnd.ts';

/** Where a port leads: to whoever listens on it. */
export interface MemoryPort {
  /** Who the listener proves to be; absent where nobody proves anything. */
  readonly node: NodeId | undefined;
  /** False when nobody would take the connection. */
  accept(connection: Connection): boolean;
}

/** IANA's range for ports that nobody asked for by number: RFC 6335. */
const EPHEMERAL_PORT_MIN = 49_152;
const PORT_MAX = 65_535;

/** Connections that a kernel takes for a process that does not: what Node asks for when it listens. */
const BACKLOG_MAX = 511;

export class MemoryHost {
  readonly name: string;
  /** False after a power cut, until something is started on it again: nothing answers, not even a refusal. */
  up = true;
  readonly ports = new Map<number, MemoryPort>();
  /** Its ends of the connections that are open. */
  readonly ends = new Set<MemoryEnd>();
  /** Its attempts to connect. */
  readonly dials = new Set<Subscription>();
  /** Who holds it up: what runs on it does nothing for now, while its kernel goes on taking connections. */
  readonly #holds = new Set<object>();
  #backlog: (() => void)[] = [];
  #port = EPHEMERAL_PORT_MIN - 1;

  constructor(name: string) {
    this.name = name;
  }

  get isHeldUp(): boolean {
    return this.#holds.size > 0;
  }

  /** Whether its kernel answers whoever connects. */
  get hasRoom(): boolean {
    return this.#backlog.length < BACKLOG_MAX;
  }

  /** @returns lets it go on: with the connections that its kernel has taken meanwhile, in their order */
  holdUp(): () => void {
    const hold = {};
    this.#holds.add(hold);
    return () => {
      if (!this.#holds.delete(hold) || this.isHeldUp) return;
      const waiting = this.#backlog;
      this.#backlog = [];
      for (const work of waiting) work();
    };
  }

  /** At once, or as soon as what runs on it goes on. */
  whenAwake(work: () => void): void {
    if (this.isHeldUp) this.#backlog.push(work);
    else work();
  }

  /** A port that nobody listens on, the next one round; `undefined` when all are taken. */
  freePort(): number | undefined {
    for (let tries = EPHEMERAL_PORT_MIN; tries <= PORT_MAX; tries++) {
      this.#port = this.#port === PORT_MAX ? EPHEMERAL_PORT_MIN : this.#port + 1;
      if (!this.ports.has(this.#port)) return this.#port;
    }
    return undefined;
  }

  /** Everything that ran on it stops without a word of its own; what its ends still say is up to who calls. */
  stop(ending: (end: MemoryEnd) => void): void {
    this.ports.clear();
    this.#backlog = [];
    this.#holds.clear();
    for (const end of [...this.ends]) ending(end);
    for (const dial of [...this.dials]) dial.unsubscribe();
  }
}

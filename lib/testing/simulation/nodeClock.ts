// One node's clock in a simulation: it starts at its own time, runs a little fast or slow, and stands still with its
// node. The timers on it are the node's, so a node that has stopped can be asked what it has left.
import { Subscription, type SchedulerAction, type SchedulerLike } from 'rxjs';

type Work<T> = (this: SchedulerAction<T>, state: T) => void;

/** What a node's timers need of its clock. */
interface Hands {
  readonly base: SchedulerLike;
  readonly live: Set<unknown>;
  /** Milliseconds of the world that so many of the node take. */
  readonly inWorld: (ms: number) => number;
  /** How much longer the node is held up. */
  readonly heldUpMs: () => number;
}

export interface Skew {
  /** How far its clock is ahead of the world's when it starts, in milliseconds. */
  readonly offsetMs?: number;
  /** How much faster it runs: 0.0001 is 100 ppm. */
  readonly drift?: number;
}

/** Between two spells, so short is not enough to do what was due. */
const BREATH_MS = 100;

export class NodeClock implements SchedulerLike {
  readonly #base: SchedulerLike;
  readonly #startedAt: number;
  readonly #hands: Hands;
  #offsetMs: number;
  readonly #rate: number;
  #advancedMs = 0;
  #heldUpSince = -Infinity;
  #heldUpUntil = -Infinity;

  constructor(base: SchedulerLike, { offsetMs = 0, drift = 0 }: Skew = {}) {
    this.#base = base;
    this.#startedAt = base.now();
    this.#offsetMs = offsetMs;
    this.#rate = 1 + drift;
    this.#hands = {
      base,
      live: new Set(),
      inWorld: (ms) => (this.#rate === 1 ? ms : Math.ceil(ms / this.#rate)),
      heldUpMs: () => this.#heldUpUntil - base.now(),
    };
  }

  /** Timers that have been set and not been let go of. */
  get pending(): number {
    return this.#hands.live.size;
  }

  now(): number {
    const base = this.#base.now();
    const ran = base - this.#startedAt;
    return this.#rate === 1 ? base + this.#offsetMs : Math.floor(this.#startedAt + ran * this.#rate + this.#offsetMs);
  }

  schedule<T>(work: Work<T>, delay = 0, state?: T): Subscription {
    return new NodeAction(this.#hands, work).schedule(state, delay);
  }

  /** How far it has been set forward while its node ran. */
  get advancedMs(): number {
    return this.#advancedMs;
  }

  /** Somebody sets it forward; a node's clock never goes back while it runs, see `env.ts`. */
  advance(ms: number): void {
    this.#offsetMs += Math.max(0, ms);
    this.#advancedMs += Math.max(0, ms);
  }

  /**
   * The node does nothing for so long: its timers are late.
   *
   * @returns for how long it does nothing by then: it may have been held up already
   */
  holdUp(ms: number): number {
    const now = this.#base.now();
    if (now > this.#heldUpUntil + BREATH_MS) this.#heldUpSince = now;
    this.#heldUpUntil = Math.max(this.#heldUpUntil, now + ms);
    return this.#heldUpUntil - this.#heldUpSince;
  }

  get isHeldUp(): boolean {
    return this.#hands.heldUpMs() > 0;
  }
}

class NodeAction<T> extends Subscription implements SchedulerAction<T> {
  readonly #hands: Hands;
  readonly #work: Work<T>;
  #state: T | undefined;
  #timer: SchedulerAction<unknown> | undefined;

  constructor(hands: Hands, work: Work<T>) {
    super();
    this.#hands = hands;
    this.#work = work;
  }

  schedule(state?: T, delay = 0): Subscription {
    if (this.closed) return this;
    this.#state = state;
    this.#hands.live.add(this);
    this.#set(this.#hands.inWorld(delay));
    return this;
  }

  override unsubscribe(): void {
    if (this.closed) return;
    this.#hands.live.delete(this);
    this.#timer?.unsubscribe();
    super.unsubscribe();
  }

  #set(ms: number): void {
    if (this.#timer !== undefined) this.#timer.schedule(undefined, ms);
    // A virtual scheduler's schedule returns the action itself, which can be moved instead of made anew.
    else this.#timer = this.#hands.base.schedule(() => this.#due(), ms) as SchedulerAction<unknown>;
  }

  #due(): void {
    const heldUpMs = this.#hands.heldUpMs();
    if (heldUpMs > 0) {
      this.#set(heldUpMs);
      return;
    }
    this.#hands.live.delete(this);
    this.#work.call(this, this.#state as T);
  }
}

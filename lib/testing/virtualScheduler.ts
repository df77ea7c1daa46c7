// Time that passes only when it is told to: a whole network in one process, hours in seconds, the same every time.
// RxJS's own VirtualTimeScheduler sorts its whole queue whenever something is scheduled: 4,200 actions a second with
// 5,000 pending, where a heap does hundreds of thousands.
import { Subscription, type SchedulerAction, type SchedulerLike } from 'rxjs';
import { Queue } from '../queue.ts';
import { ActionHeap, type Due } from './actionHeap.ts';

/** A network that is still busy with one moment after so many turns is not going to be done with it. */
export const SOON_MAX = 1_000_000;

/** Of one `run()`: what never falls idle, a clock say, must end somewhere. */
export const ACTIONS_MAX = 10_000_000;

export type Work<T> = (this: SchedulerAction<T>, state: T) => void;

/** 1 January 2026: after any date that a file or a certificate in a test could hold by mistake, and a round one. */
export const EPOCH_MS = Date.UTC(2026, 0, 1);

/**
 * A scheduler for RxJS whose clock stands still until it is moved. What is due at the same time runs in the order in
 * which it was scheduled.
 *
 * @example
 * const scheduler = new VirtualScheduler();
 * interval(1_000, scheduler).subscribe(() => console.log(scheduler.now()));
 * scheduler.advanceBy(3_000); // three lines
 */
export class VirtualScheduler implements SchedulerLike {
  readonly #heap = new ActionHeap<VirtualAction<unknown>>();
  readonly #soon = new Queue<() => void>();
  #now: number;
  #order = 0;
  #running = false;

  /** @param startsAt milliseconds since 1970 */
  constructor(startsAt: number = EPOCH_MS) {
    this.#now = startsAt;
  }

  /** How many actions wait for their time. */
  get pending(): number {
    return this.#heap.size;
  }

  /** When the next action is due; `undefined` when nothing waits. */
  get nextAt(): number | undefined {
    return this.#heap.first?.at;
  }

  now(): number {
    return this.#now;
  }

  /** As `SchedulerLike` has it; `work` finds the action in `this`, and may schedule it again. */
  schedule<T>(work: Work<T>, delay?: number, state?: T): Subscription {
    return new VirtualAction(this.#timing, work).schedule(state, delay);
  }

  /** Runs `work` after the action under way, before the next one and before time moves. */
  soon(work: () => void): void {
    this.#soon.push(work);
  }

  /** Runs everything due within `ms` milliseconds, what it schedules for them included. @returns how many actions */
  advanceBy(ms: number): number {
    return this.advanceTo(this.#now + ms);
  }

  /** Runs everything due until `at`, milliseconds since 1970, and stays there. @returns how many actions */
  advanceTo(at: number): number {
    if (!(at >= this.#now)) throw new RangeError(`time cannot be moved to ${at}: it is ${this.#now}`);
    const count = this.#drive(at, Infinity);
    this.#now = at;
    return count;
  }

  /**
   * Runs until nothing waits any more.
   *
   * @param limit how many actions at most; an error then says what still waits
   * @returns how many actions
   */
  run(limit: number = ACTIONS_MAX): number {
    const count = this.#drive(Infinity, limit);
    const next = this.#heap.first;
    if (next !== undefined && next.at !== Infinity) {
      const waiting = `${this.pending} wait, the first for ${next.at}`;
      throw new RangeError(`still busy after ${count} actions, limit ${limit}: ${waiting}`);
    }
    return count;
  }

  /** What an action may do with the queue. */
  readonly #timing: Timing = {
    put: (action, delay) => {
      this.#heap.remove(action);
      action.at = this.#now + (delay > 0 ? delay : 0);
      action.order = ++this.#order;
      this.#heap.add(action);
    },
    cancel: (action) => this.#heap.remove(action),
  };

  #drive(until: number, limit: number): number {
    if (this.#running) throw new Error('time is moving already: an action cannot move it');
    this.#running = true;
    let count = 0;
    try {
      this.#drain();
      for (let next = this.#heap.first; next !== undefined; next = this.#heap.first) {
        if (next.at > until || next.at === Infinity || count === limit) break;
        count += 1;
        this.#now = next.at;
        this.#heap.remove(next);
        next.execute();
        this.#drain();
      }
    } finally {
      this.#running = false;
    }
    return count;
  }

  #drain(): void {
    let count = 0;
    for (let work = this.#soon.take(); work !== undefined; work = this.#soon.take()) {
      if (++count > SOON_MAX) throw new RangeError(`still busy at ${this.#now} after ${SOON_MAX} turns`);
      work();
    }
  }
}

interface Timing {
  readonly put: (action: VirtualAction<unknown>, delay: number) => void;
  readonly cancel: (action: VirtualAction<unknown>) => void;
}

/** One action, as RxJS knows it: scheduled again it moves, unsubscribed it is gone. */
class VirtualAction<T> extends Subscription implements SchedulerAction<T>, Due {
  at = 0;
  order = 0;
  index = -1;
  readonly #timing: Timing;
  readonly #work: Work<T>;
  #state: T | undefined;

  constructor(timing: Timing, work: Work<T>) {
    super();
    this.#timing = timing;
    this.#work = work;
  }

  schedule(state?: T, delay = 0): Subscription {
    if (this.closed) return this;
    this.#state = state;
    this.#timing.put(this as VirtualAction<unknown>, delay);
    return this;
  }

  override unsubscribe(): void {
    if (this.closed) return;
    this.#timing.cancel(this as VirtualAction<unknown>);
    super.unsubscribe();
  }

  execute(): void {
    this.#work.call(this, this.#state as T);
  }
}

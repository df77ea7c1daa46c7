// Time that moves when a test says so, and "later in this tick" that is run by hand.
import { VirtualTimeScheduler } from 'rxjs';
import type { Env } from '../../lib/env.ts';

/** How much may happen at one instant before a test is told that something never settles. */
const WORKS_MAX = 1_000_000;

export class VirtualEnv implements Env {
  readonly scheduler = new VirtualTimeScheduler();
  readonly random: () => number;
  #works: (() => void)[] = [];

  /** @param random the middle of everything, unless told */
  constructor(random = (): number => 0.5) {
    this.random = random;
  }

  readonly soon = (work: () => void): void => void this.#works.push(work);

  /** Timers that have been set and not been let go of. */
  get timers(): number {
    return this.scheduler.actions.length;
  }

  /** Runs what was put off to the end of this tick, and what comes of it. */
  settle(): void {
    for (let count = 0; this.#works.length > 0;) {
      const works = this.#works;
      this.#works = [];
      for (const work of works) {
        if (++count > WORKS_MAX) throw new Error('it never settles');
        work();
      }
    }
  }

  /** Lets `ms` pass, timer by timer. */
  advance(ms: number): void {
    this.settle();
    const { scheduler } = this;
    const until = scheduler.frame + ms;
    for (;;) {
      const [action] = scheduler.actions;
      if (action === undefined || action.delay > until) break;
      scheduler.actions.shift();
      scheduler.frame = action.delay;
      const error: unknown = action.execute(action.state, action.delay);
      if (error !== undefined) throw error as Error;
      this.settle();
    }
    scheduler.frame = until;
  }
}

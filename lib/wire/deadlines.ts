// One timer for many deadlines: it stands at the earliest that is known, and whoever is due is found when it fires.
// A timer per request would cost more than the request.
import type { Subscription } from 'rxjs';
import type { Env } from '../env.ts';

/** What the timers of Node can count to; a later deadline is looked at in between. */
const DELAY_MS_MAX = 0x7fff_ffff;

export class Deadlines {
  readonly #env: Env;
  readonly #expire: (now: number) => number;
  #due = Infinity;
  #timer: Subscription | undefined;

  /** @param expire ends what is due at `now`, and says when the next will be; `Infinity` for never */
  constructor(env: Env, expire: (now: number) => number) {
    this.#env = env;
    this.#expire = expire;
  }

  /** There is a deadline at `at`. That it was met need not be said: an early look costs nothing. */
  watch(at: number): void {
    if (at >= this.#due) return;
    this.#timer?.unsubscribe();
    this.#due = at;
    const delay = Math.min(Math.max(0, at - this.#env.scheduler.now()), DELAY_MS_MAX);
    this.#timer = this.#env.scheduler.schedule(() => this.#fire(), delay);
  }

  stop(): void {
    this.#timer?.unsubscribe();
    this.#due = -Infinity; // nothing is earlier, so nothing is watched any more
  }

  #fire(): void {
    this.#due = Infinity;
    this.watch(this.#expire(this.#env.scheduler.now()));
  }
}

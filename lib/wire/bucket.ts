// A token bucket that reads the clock only when it is empty: what stays below the rate pays one subtraction.
import type { Env } from '../env.ts';

export class Bucket {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #env: Env;
  #tokens: number;
  #filledAt: number;

  /** @param terms `perSecond` in the long run, `burst` at once */
  constructor(terms: { readonly perSecond: number; readonly burst: number }, env: Env) {
    this.#perSecond = terms.perSecond;
    this.#burst = terms.burst;
    this.#env = env;
    this.#tokens = terms.burst;
    this.#filledAt = env.scheduler.now();
  }

  /** Takes one; false when there is none. */
  take(): boolean {
    if (this.#tokens < 1) this.#fill();
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  /** How long until the next one, in ms. */
  get waitMs(): number {
    const ms = (1_000 * Math.max(0, 1 - this.#tokens)) / this.#perSecond;
    return Math.ceil(Number(ms.toFixed(3))); // fractions of tokens do not add up exactly
  }

  #fill(): void {
    const now = this.#env.scheduler.now();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#filledAt) / 1_000) * this.#perSecond);
    this.#filledAt = now;
  }
}

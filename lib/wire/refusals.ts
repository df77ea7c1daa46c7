// How a head refuses what is too much, and when that is enough.
import type { Env } from '../env.ts';
import { REFUSALS_MAX, REFUSALS_WITHIN_MS } from './sessionLimits.ts';

/** Counts refusals in windows that begin with the first of them. */
export class Refusals {
  readonly #env: Env;
  #count = 0;
  #since = 0;

  constructor(env: Env) {
    this.#env = env;
  }

  /** @returns what the goodbye should say when there have been too many */
  another(): string | undefined {
    const now = this.#env.scheduler.now();
    if (this.#count === 0 || now - this.#since >= REFUSALS_WITHIN_MS) {
      this.#count = 0;
      this.#since = now;
    }
    if (++this.#count <= REFUSALS_MAX) return undefined;
    return `${this.#count} requests refused within ${REFUSALS_WITHIN_MS} ms, limit ${REFUSALS_MAX}`;
  }
}

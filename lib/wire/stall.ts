// Watches a connection whose producers have paused: one that takes no bytes for too long is a slow reader.
import type { Subscription } from 'rxjs';
import type { Env } from '../env.ts';
import { STALLED_MS_MAX } from './sessionLimits.ts';

export class Stall {
  readonly #env: Env;
  readonly #taken: () => number | undefined;
  readonly #stalled: () => void;
  #timer: Subscription | undefined;
  #before = 0;

  /** @param taken bytes the network has taken so far; `undefined` when nothing waits @param stalled it takes none */
  constructor(env: Env, taken: () => number | undefined, stalled: () => void) {
    this.#env = env;
    this.#taken = taken;
    this.#stalled = stalled;
  }

  /** Something waits. */
  watch(): void {
    if (this.#timer !== undefined) return;
    this.#before = this.#taken() ?? 0;
    this.#timer = this.#env.scheduler.schedule(() => this.#look(), STALLED_MS_MAX);
  }

  stop(): void {
    this.#timer?.unsubscribe();
  }

  #look(): void {
    this.#timer = undefined;
    const taken = this.#taken();
    if (taken === undefined) return;
    if (taken > this.#before) this.watch();
    else this.#stalled();
  }
}

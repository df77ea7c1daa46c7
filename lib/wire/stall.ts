// Watches a connection whose producers have paused: one that takes no bytes for too long is a slow reader.
import type { Subscription } from 'rxjs';
import type { Env } from '../env.ts';
import { STALLED_MS_MAX } from './sessionLimits.ts';

export interface Flowing {
  /** Bytes that the network has taken so far; `undefined` when it takes all that there is. */
  taken(): number | undefined;
  /** It takes none. */
  stalled(): void;
}

export class Stall {
  readonly #env: Env;
  readonly #flowing: Flowing;
  #timer: Subscription | undefined;
  #before = 0;

  constructor(env: Env, flowing: Flowing) {
    this.#env = env;
    this.#flowing = flowing;
  }

  /** Something waits. */
  watch(): void {
    if (this.#timer !== undefined) return;
    this.#before = this.#flowing.taken() ?? 0;
    this.#timer = this.#env.scheduler.schedule(() => this.#look(), STALLED_MS_MAX);
  }

  stop(): void {
    this.#timer?.unsubscribe();
  }

  #look(): void {
    this.#timer = undefined;
    const taken = this.#flowing.taken();
    if (taken === undefined) return;
    if (taken > this.#before) this.watch();
    else this.#flowing.stalled();
  }
}

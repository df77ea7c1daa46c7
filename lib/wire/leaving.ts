// The last moments of a connection whose node stops: nothing more is taken on, what is being answered gets its answer,
// and then the goodbye is said; in any case after a time.
import type { Subscription } from 'rxjs';
import type { Env } from '../env.ts';

export class Leaving {
  readonly #leave: () => void;
  readonly #grace: Subscription;

  /** @param leave says goodbye @param graceMs when it is said, whatever is still being answered */
  constructor(leave: () => void, graceMs: number, env: Env) {
    this.#leave = leave;
    this.#grace = env.scheduler.schedule(leave, graceMs);
  }

  /** Nothing is owed to anybody any more. */
  idle(): void {
    this.#leave();
  }

  /** The connection ends, whoever ends it. */
  stop(): void {
    this.#grace.unsubscribe();
  }
}

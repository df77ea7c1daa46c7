// Time and chance as they were: timers fire when the recording says so, and chance is what was drawn then.
import { Subscription } from 'rxjs';
import type { Env } from '../env.ts';
import { NumberedTimers } from './timers.ts';

/** The run can no longer be what was recorded: more chance was drawn, or a timer is not there. */
export class Diverged extends Error {
  override readonly name = 'Diverged';
}

export class Tape {
  /** For the policies of the replay. */
  readonly env: Env;
  /** The time of the burst, in milliseconds since 1970. */
  at: number;
  readonly #armed = new Map<number, () => void>();
  #draws: readonly number[] = [];
  #drawn = 0;

  /** @param at the time of the start */
  constructor(at: number) {
    this.at = at;
    const scheduler = new NumberedTimers(
      () => this.at,
      (timer, fire) => {
        this.#armed.set(timer, fire);
        return new Subscription(() => this.#armed.delete(timer));
      },
    );
    this.env = { scheduler, random: () => this.#draw(), soon: (work) => work() };
  }

  /** Moves on to a burst. */
  begin(at: number, draws: readonly number[]): void {
    this.at = at;
    this.#draws = draws;
    this.#drawn = 0;
  }

  fire(timer: number): void {
    const fire = this.#armed.get(timer);
    if (fire === undefined) throw new Diverged(`timer ${timer} fired then, and is not set now`);
    this.#armed.delete(timer);
    fire();
  }

  #draw(): number {
    const draw = this.#draws[this.#drawn++];
    if (draw === undefined) throw new Diverged(`chance was drawn ${this.#draws.length} times then, and once more now`);
    return draw;
  }
}

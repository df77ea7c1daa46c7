// A scheduler whose timers have numbers: they count up in the order they were set, which is the same in a replay.
import { Subscription, type SchedulerAction, type SchedulerLike } from 'rxjs';

/** Sets the timer of a number; the subscription takes it back. */
export type Arm = (timer: number, fire: () => void, delayMs: number) => Subscription;

type Work<T> = (this: SchedulerAction<T>, state?: T) => void;

class NumberedAction<T> extends Subscription implements SchedulerAction<T> {
  readonly #timers: NumberedTimers;
  readonly #work: Work<T>;
  #armed = Subscription.EMPTY;

  constructor(timers: NumberedTimers, work: Work<T>) {
    super(() => this.#armed.unsubscribe());
    this.#timers = timers;
    this.#work = work;
  }

  /** An action has one timer at a time: setting it again takes the last one back. */
  schedule(state?: T, delayMs = 0): Subscription {
    if (this.closed) return this;
    this.#armed.unsubscribe();
    this.#armed = this.#timers.arm(() => this.#work.call(this, state), delayMs);
    return this;
  }
}

export class NumberedTimers implements SchedulerLike {
  readonly now: () => number;
  readonly #arm: Arm;
  #last = 0;

  constructor(now: () => number, arm: Arm) {
    this.now = now;
    this.#arm = arm;
  }

  schedule<T>(work: Work<T>, delayMs = 0, state?: T): Subscription {
    return new NumberedAction(this, work).schedule(state, delayMs);
  }

  arm(fire: () => void, delayMs: number): Subscription {
    this.#last += 1;
    return this.#arm(this.#last, fire, delayMs);
  }
}

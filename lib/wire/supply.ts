// What a handler makes on demand: an iterator, asked for the next value only when it can be sent.
import type { Supplied } from '../peer.ts';

/** Who takes the values. */
export interface Demand {
  /** Whether a value would be sent at once. */
  wants(): boolean;
  next(value: Uint8Array): void;
  error(error: unknown): void;
  complete(): void;
}

const isPromised = <T>(result: T | Promise<T>): result is Promise<T> =>
  typeof (result as { readonly then?: unknown }).then === 'function';

export class Supply {
  readonly #iterator: Iterator<Uint8Array> | AsyncIterator<Uint8Array>;
  readonly #demand: Demand;
  /** It has been asked, and has not answered; or it has nothing more. */
  #isAsked = false;

  constructor(values: Supplied, demand: Demand) {
    this.#iterator = Symbol.asyncIterator in values ? values[Symbol.asyncIterator]() : values[Symbol.iterator]();
    this.#demand = demand;
  }

  /** Takes values for as long as they are wanted: call it whenever they may be again. */
  pull(): void {
    while (!this.#isAsked && this.#demand.wants()) {
      this.#isAsked = true; // an iterator that answers by asking us must not be asked again meanwhile
      try {
        const result = this.#iterator.next();
        if (isPromised(result)) this.#await(result);
        else this.#take(result);
      } catch (error) {
        this.#demand.error(error);
      }
    }
  }

  /** Nobody wants more: a generator gets to its `finally`. */
  stop(): void {
    this.#isAsked = true;
    try {
      const result = this.#iterator.return?.();
      if (result !== undefined && isPromised(result)) result.catch(() => undefined); // there is nobody left to tell
    } catch {
      // nor here
    }
  }

  #await(result: Promise<IteratorResult<Uint8Array>>): void {
    result.then(
      (one) => {
        this.#take(one);
        this.pull();
      },
      (error: unknown) => this.#demand.error(error),
    );
  }

  #take({ done, value }: IteratorResult<Uint8Array>): void {
    if (done === true) {
      this.#demand.complete();
      return;
    }
    this.#isAsked = false;
    this.#demand.next(value);
  }
}

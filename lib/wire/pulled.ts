// A stream that is pulled: the head sends no more than is consumed, for `for await` at the edges of a program.
import { Subject, type Subscription } from 'rxjs';
import type { PullOptions, Requester, RequestOptions } from '../peer.ts';
import { Queue } from '../queue.ts';

/** Values that may wait here for whoever pulls: enough to hide a round trip, little enough to hold. */
const AHEAD_DEFAULT = 16;

interface Waiter {
  readonly resolve: (result: IteratorResult<Uint8Array, undefined>) => void;
  readonly reject: (error: unknown) => void;
}

const DONE = { done: true, value: undefined } as const;

class Pull implements AsyncIterator<Uint8Array, undefined> {
  readonly #values = new Queue<Uint8Array>();
  readonly #waiters = new Queue<Waiter>();
  readonly #more$ = new Subject<number>();
  readonly #topUp: number;
  readonly #subscription: Subscription;
  #taken = 0;
  #end: { readonly error?: unknown } | undefined;

  constructor(requester: Pick<Requester, 'request'>, route: string, data: Uint8Array, options: RequestOptions) {
    const credits = options.credits ?? AHEAD_DEFAULT;
    this.#topUp = Math.ceil(credits / 2);
    this.#subscription = requester.request(route, data, { ...options, credits, more$: this.#more$ }).subscribe({
      next: (value) => this.#next(value),
      error: (error: unknown) => this.#ended({ error }),
      complete: () => this.#ended({}),
    });
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const value = this.#values.take();
    if (value !== undefined) {
      this.#consumed();
      return Promise.resolve({ done: false, value });
    }
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      if (this.#end !== undefined) this.#settle();
    });
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#subscription.unsubscribe();
    this.#ended({});
    while (this.#values.take() !== undefined);
    return Promise.resolve(DONE);
  }

  #next(value: Uint8Array): void {
    const waiter = this.#waiters.take();
    if (waiter === undefined) {
      this.#values.push(value);
      return;
    }
    this.#consumed();
    waiter.resolve({ done: false, value });
  }

  #consumed(): void {
    if (++this.#taken < this.#topUp) return;
    const taken = this.#taken;
    this.#taken = 0;
    if (this.#end === undefined) this.#more$.next(taken);
  }

  #ended(end: { readonly error?: unknown }): void {
    this.#end ??= end;
    this.#settle();
  }

  /** An error is told once; after it there is nothing more. */
  #settle(): void {
    for (let waiter = this.#waiters.take(); waiter !== undefined; waiter = this.#waiters.take()) {
      const end = this.#end;
      this.#end = {};
      if (end !== undefined && 'error' in end) waiter.reject(end.error);
      else waiter.resolve(DONE);
    }
  }
}

/**
 * REQUEST_STREAM by hand: asks when iteration begins, gives credits as values are consumed, cancels when it is left.
 *
 * @param options `credits`: how many values may wait to be consumed, 16 unless told; `timeoutMs` as for `request`
 * @returns iterates once; rejects with a RequestError
 * @example for await (const line of pulled(peer.requester, 'log.tail', data)) await print(line);
 */
export const pulled = (
  requester: Pick<Requester, 'request'>, route: string, data: Uint8Array, options: PullOptions = {},
): AsyncIterable<Uint8Array, undefined> => ({
  [Symbol.asyncIterator]: () => new Pull(requester, route, data, options),
});

// What listens to a handler, whatever kind of request it answers.
import { Subscriber } from 'rxjs';
import type { Answered } from '../answered.ts';

/** Told once, when a request has ended in whatever way. */
export interface Ended {
  ended(listener: Listener): void;
}

/**
 * A Subscriber itself, not an observer that `subscribe` wraps in one: a handler that emits for ever at once must find
 * it closed before `subscribe` has returned, and a wrapper for every request costs as much as the rest of the request.
 */
// eslint-disable-next-line rxjs-x/no-subclass -- RxJS 7 knows its own by `instanceof`, and so it is not wrapped
export abstract class Listener extends Subscriber<Uint8Array> {
  readonly stream: number;
  /** For whoever measures: the route, where it has a handler, when it began, and what has become of it. */
  route: string | undefined;
  begun = 0;
  outcome: Exclude<Answered['outcome'], 'no-route'> = 'cancelled';
  readonly #ended: Ended;

  constructor(stream: number, ended: Ended) {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- without a destination it is only a Subscription
    super();
    this.stream = stream;
    this.#ended = ended;
  }

  abstract override next(data: Uint8Array): void;
  abstract override error(error: unknown): void;
  abstract override complete(): void;

  /** CANCEL, or the end in any other way: the handler is let go of, and nothing more is said on this stream. */
  cancel(): void {
    if (this.closed) return;
    this.#ended.ended(this);
    this.unsubscribe();
  }
}

// A REQUEST_FNF being carried out: nobody hears how it went, so what went wrong goes to the log.
import type { Subscription } from 'rxjs';
import { messageOf } from '../errors.ts';
import type { Answering, Ended } from './answering.ts';
import { log } from './log.ts';

export class Told implements Answering {
  readonly #stream: number;
  readonly #ended: Ended;
  #handler: Subscription | undefined;
  #closed = false;

  constructor(stream: number, ended: Ended) {
    this.#stream = stream;
    this.#ended = ended;
  }

  handle(subscription: Subscription): void {
    this.#handler = subscription;
    if (this.#closed) subscription.unsubscribe();
  }

  next(): void {
    // There is nobody to send it to.
  }

  error(error: unknown): void {
    log('fire-and-forget on stream %d failed: %s', this.#stream, messageOf(error));
    this.cancel();
  }

  complete(): void {
    this.cancel();
  }

  give(): void {
    // Nothing is answered.
  }

  resume(): void {
    // Nothing waits.
  }

  cancel(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#ended(this.#stream);
    this.#handler?.unsubscribe();
  }
}

// One request that the head is answering: what its handler emits, as PAYLOADs, no faster than the tail takes them.
import type { Observer, Subscription } from 'rxjs';
import { Queue } from '../queue.ts';
import { RequestError } from '../peer.ts';
import { encodeFailure } from './failure.ts';
import { MESSAGE_BYTES_MAX } from './limits.ts';
import { CREDITS_MAX, STREAM_VALUES_HELD_MAX } from './sessionLimits.ts';
import type { Line } from './side.ts';

const NOTHING = new Uint8Array(0);

/** An observer of a handler. Whatever it is told after its end is too late, and ignored. */
export interface Answering extends Observer<Uint8Array> {
  /** The handler's subscription, to let go of it. */
  handle(subscription: Subscription): void;
  /** REQUEST_N. */
  give(credits: number): void;
  /** The network takes bytes again. */
  resume(): void;
  /** CANCEL, or the end of the connection: nothing more is said on this stream. */
  cancel(): void;
}

/** @param ended called once, when the stream has ended in whatever way */
export type Ended = (stream: number) => void;

abstract class Answer implements Answering {
  protected readonly line: Line;
  protected readonly stream: number;
  readonly #ended: Ended;
  #handler: Subscription | undefined;
  protected closed = false;

  constructor(line: Line, stream: number, ended: Ended) {
    this.line = line;
    this.stream = stream;
    this.#ended = ended;
  }

  abstract next(data: Uint8Array): void;
  abstract complete(): void;
  abstract give(credits: number): void;
  abstract resume(): void;

  handle(subscription: Subscription): void {
    this.#handler = subscription;
    if (this.closed) subscription.unsubscribe();
  }

  error(error: unknown): void {
    if (this.closed) return;
    this.line.put(encodeFailure(this.stream, error));
    this.cancel();
  }

  cancel(): void {
    if (this.closed) return;
    this.closed = true;
    this.#ended(this.stream);
    this.#handler?.unsubscribe();
  }

  /** @returns false when it could not be sent, and the stream has ended with an error */
  protected say(data: Uint8Array, complete: boolean, next = true): boolean {
    if (data.length > MESSAGE_BYTES_MAX) {
      this.error(new RequestError('too-big', `answer of ${data.length} bytes, limit ${MESSAGE_BYTES_MAX}`));
    } else if (!this.line.offer({ type: 'PAYLOAD', stream: this.stream, follows: false, complete, next, data })) {
      this.error(new RequestError('rejected', 'too many answers wait for the network'));
    }
    return !this.closed;
  }
}

/** REQUEST_RESPONSE: the first value is the answer; a handler without one gives the empty answer that RSocket knows. */
export class AnswerOnce extends Answer {
  next(data: Uint8Array): void {
    if (!this.closed && this.say(data, true)) this.cancel();
  }

  complete(): void {
    if (!this.closed && this.say(NOTHING, true, false)) this.cancel();
  }

  give(): void {
    // One answer needs no credits.
  }

  resume(): void {
    // One answer waits in the outbox.
  }
}

/** REQUEST_STREAM: never more values than credits; the others wait here, and past the bound the request fails. */
export class AnswerStream extends Answer {
  #credits: number;
  #waiting = new Queue<Uint8Array>();
  #values = 0;
  #bytes = 0;
  #completed = false;

  constructor(line: Line, stream: number, ended: Ended, credits: number) {
    super(line, stream, ended);
    this.#credits = credits;
  }

  next(data: Uint8Array): void {
    if (this.closed) return;
    if (this.#values === 0 && this.#credits > 0 && this.line.ready()) {
      this.#spend(data);
    } else if (this.#values >= STREAM_VALUES_HELD_MAX || !this.line.hold(data.length)) {
      this.error(new RequestError('failed', `${this.#values} values (${this.#bytes} bytes) wait for credits already`));
    } else {
      this.#values++;
      this.#bytes += data.length;
      this.#waiting.push(data);
    }
  }

  complete(): void {
    if (this.closed) return;
    this.#completed = true;
    this.resume();
  }

  give(credits: number): void {
    this.#credits = Math.min(CREDITS_MAX, this.#credits + credits);
    this.resume();
  }

  resume(): void {
    while (this.#values > 0 && this.#credits > 0 && this.line.ready() && !this.closed) {
      const data = this.#waiting.take();
      if (data === undefined) break;
      this.#values--;
      this.#bytes -= data.length;
      this.line.release(data.length);
      this.#spend(data);
    }
    if (this.#completed && this.#values === 0 && !this.closed && this.say(NOTHING, true, false)) this.cancel();
  }

  override cancel(): void {
    if (this.closed) return;
    this.line.release(this.#bytes);
    this.#bytes = this.#values = 0;
    this.#waiting = new Queue();
    super.cancel();
  }

  #spend(data: Uint8Array): void {
    if (this.#credits < CREDITS_MAX) this.#credits--;
    this.say(data, false);
  }
}

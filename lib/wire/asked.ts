// One request of the tail that has not ended yet.
import type { Observer, Subscriber } from 'rxjs';
import { RequestError } from '../peer.ts';
import type { PayloadFrame } from './frame.ts';
import type { Line } from './side.ts';

/** Who is told that nobody waits for an answer any more. */
export interface Asking {
  cancel(stream: number): void;
}

/**
 * It is what the asker's subscription lets go of, itself: a function for that, made for each request, would cost as
 * much as its frame.
 */
export abstract class Asked {
  readonly stream: number;
  readonly #asking: Asking;
  #isOver = false;

  constructor(stream: number, asking: Asking) {
    this.stream = stream;
    this.#asking = asking;
  }

  /** When it times out, on the scheduler's clock; `Infinity` once a stream has begun to answer. */
  abstract get deadline(): number;
  /** @returns true when it ended with this frame */
  abstract take(frame: PayloadFrame): boolean;
  protected abstract completed(): void;
  protected abstract failed(error: RequestError): void;

  /** It ends in good order, or with an error. */
  complete(): void {
    this.#isOver = true;
    this.completed();
  }

  error(error: RequestError): void {
    this.#isOver = true;
    this.failed(error);
  }

  /** Nobody waits for it any more. */
  unsubscribe(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#asking.cancel(this.stream);
  }
}

/** REQUEST_RESPONSE: exactly one value. RSocket knows an empty answer; `ask` has promised one, so that is a failure. */
export class AskedOnce extends Asked {
  readonly deadline: number;
  readonly #out: Observer<Uint8Array>;
  #answer: Uint8Array | undefined;

  constructor(stream: number, asking: Asking, out: Observer<Uint8Array>, deadline: number) {
    super(stream, asking);
    this.#out = out;
    this.deadline = deadline;
  }

  override take(frame: PayloadFrame): boolean {
    if (frame.next) this.#answer = frame.data;
    return true;
  }

  protected override completed(): void {
    if (this.#answer === undefined) {
      this.#out.error(new RequestError('failed', 'the handler completed without an answer'));
      return;
    }
    const answer = this.#answer;
    this.#answer = undefined; // what V8 has moved to its old space would keep the answer until the next full collection
    this.#out.next(answer);
    this.#out.complete();
  }

  protected override failed(error: RequestError): void {
    this.#out.error(error);
  }
}

/** REQUEST_STREAM: gives credits as values are taken. */
export class AskedStream extends Asked {
  readonly #line: Line;
  readonly #out: Subscriber<Uint8Array>;
  /** How many values are asked for again at once; `Infinity` when the asker gives credits itself. */
  readonly #topUp: number;
  /** Values that may still come, and values taken since the last top-up. */
  #credits: number;
  #taken = 0;
  deadline: number;

  constructor(stream: number, asking: Asking, { line, out, ...options }: StreamTerms) {
    super(stream, asking);
    this.#line = line;
    this.#out = out;
    this.#credits = options.credits;
    this.#topUp = options.byHand ? Infinity : Math.ceil(options.credits / 2);
    this.deadline = options.deadline;
  }

  /** Lets `credits` more values come. */
  give(credits: number): void {
    this.#credits += credits;
    this.#line.put({ type: 'REQUEST_N', stream: this.stream, credits });
  }

  override take(frame: PayloadFrame): boolean {
    this.deadline = Infinity;
    if (frame.next) this.#next(frame.data);
    return frame.complete;
  }

  protected override completed(): void {
    this.#out.complete();
  }

  protected override failed(error: RequestError): void {
    this.#out.error(error);
  }

  #next(data: Uint8Array): void {
    if (this.#credits === 0) {
      this.#line.goodbye({ reason: 'protocol', detail: `a value more than asked for on stream ${this.stream}` });
      return;
    }
    this.#credits--;
    this.#out.next(data);
    if (++this.#taken < this.#topUp || this.#out.closed) return;
    this.give(this.#taken);
    this.#taken = 0;
  }
}

export interface StreamTerms {
  readonly line: Line;
  readonly out: Subscriber<Uint8Array>;
  readonly deadline: number;
  readonly credits: number;
  /** No top-ups: the asker gives credits itself. */
  readonly byHand: boolean;
}

// One request of the tail that has not ended yet.
import type { Observer, Subscriber } from 'rxjs';
import { RequestError } from '../peer.ts';
import type { PayloadFrame } from './frame.ts';
import type { Line } from './side.ts';

export interface Asked {
  /** When it times out, on the scheduler's clock; `Infinity` once a stream has begun to answer. */
  readonly deadline: number;
  /** @returns true when it ended with this frame */
  take(frame: PayloadFrame): boolean;
  /** It ends in good order, or with an error. */
  complete(): void;
  error(error: RequestError): void;
}

/** REQUEST_RESPONSE: exactly one value. RSocket knows an empty answer; `ask` has promised one, so that is a failure. */
export class AskedOnce implements Asked {
  readonly deadline: number;
  readonly #out: Observer<Uint8Array>;
  #answer: Uint8Array | undefined;

  constructor(out: Observer<Uint8Array>, deadline: number) {
    this.#out = out;
    this.deadline = deadline;
  }

  take(frame: PayloadFrame): boolean {
    if (frame.next) this.#answer = frame.data;
    return true;
  }

  complete(): void {
    if (this.#answer === undefined) {
      this.#out.error(new RequestError('failed', 'the handler completed without an answer'));
      return;
    }
    this.#out.next(this.#answer);
    this.#out.complete();
  }

  error(error: RequestError): void {
    this.#out.error(error);
  }
}

/** REQUEST_STREAM: gives credits as values are taken. */
export class AskedStream implements Asked {
  readonly #line: Line;
  readonly #stream: number;
  readonly #out: Subscriber<Uint8Array>;
  /** How many values are asked for again at once; `Infinity` when the asker gives credits itself. */
  readonly #topUp: number;
  /** Values that may still come, and values taken since the last top-up. */
  #credits: number;
  #taken = 0;
  deadline: number;

  constructor(line: Line, stream: number, out: Subscriber<Uint8Array>, options: StreamTerms) {
    this.#line = line;
    this.#stream = stream;
    this.#out = out;
    this.#credits = options.credits;
    this.#topUp = options.byHand ? Infinity : Math.ceil(options.credits / 2);
    this.deadline = options.deadline;
  }

  /** Lets `credits` more values come. */
  give(credits: number): void {
    this.#credits += credits;
    this.#line.put({ type: 'REQUEST_N', stream: this.#stream, credits });
  }

  take(frame: PayloadFrame): boolean {
    this.deadline = Infinity;
    if (frame.next) this.#next(frame.data);
    return frame.complete;
  }

  complete(): void {
    this.#out.complete();
  }

  error(error: RequestError): void {
    this.#out.error(error);
  }

  #next(data: Uint8Array): void {
    if (this.#credits === 0) {
      this.#line.goodbye({ reason: 'protocol', detail: `a value more than asked for on stream ${this.#stream}` });
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
  readonly deadline: number;
  readonly credits: number;
  /** No top-ups: the asker gives credits itself. */
  readonly byHand: boolean;
}

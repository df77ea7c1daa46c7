// One request that the head is answering: what its handler emits, as PAYLOADs, no faster than the tail takes them.
import { from } from 'rxjs';
import { Queue } from '../queue.ts';
import { RequestError, type Supplied } from '../peer.ts';
import { encodeFailure } from './failure.ts';
import { MESSAGE_BYTES_MAX } from './limits.ts';
import { Listener, type Ended } from './listener.ts';
import { CREDITS_MAX, STREAM_VALUES_HELD_MAX } from './sessionLimits.ts';
import type { Line } from './side.ts';
import { Supply } from './supply.ts';

const NOTHING = new Uint8Array(0);

/** What listens to a handler. Whatever it is told after its end is too late, and ignored. */
export interface Answering extends Listener {
  /** What the handler makes on demand, in place of an Observable. */
  supply(values: Supplied): void;
  /** REQUEST_N. */
  give(credits: number): void;
  /** The network takes bytes again. */
  resume(): void;
  /** A node that stops waits for it: something will come, or has come and was not sent. */
  readonly isOwed: boolean;
}

abstract class Answer extends Listener implements Answering {
  protected readonly line: Line;

  constructor(line: Line, stream: number, ended: Ended) {
    super(stream, ended);
    this.line = line;
  }

  abstract supply(values: Supplied): void;
  abstract give(credits: number): void;
  abstract resume(): void;
  abstract get isOwed(): boolean;

  override error(error: unknown): void {
    if (this.closed) return;
    this.outcome = 'failed';
    this.line.put(encodeFailure(this.stream, error));
    this.cancel();
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
  override next(data: Uint8Array): void {
    if (this.closed) return;
    this.outcome = 'answered';
    if (this.say(data, true)) this.cancel();
  }

  override complete(): void {
    if (this.closed) return;
    this.outcome = 'answered';
    if (this.say(NOTHING, true, false)) this.cancel();
  }

  supply(values: Supplied): void {
    from(values).subscribe(this);
  }

  /** One answer is promised. */
  override get isOwed(): boolean {
    return true;
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
  #supply: Supply | undefined;

  constructor(line: Line, stream: number, ended: Ended, credits: number) {
    super(line, stream, ended);
    this.#credits = credits;
  }

  override next(data: Uint8Array): void {
    if (this.closed || this.#completed) return;
    this.outcome = 'answered';
    if (this.wants()) {
      this.#spend(data);
    } else if (this.#values >= STREAM_VALUES_HELD_MAX || !this.line.hold(data.length)) {
      this.error(new RequestError('failed', `${this.#values} values (${this.#bytes} bytes) wait for credits already`));
    } else {
      this.#values++;
      this.#bytes += data.length;
      this.#waiting.push(data);
    }
  }

  override complete(): void {
    if (this.closed) return;
    this.outcome = 'answered';
    this.#completed = true;
    this.resume();
  }

  supply(values: Supplied): void {
    this.#supply = new Supply(values, this);
    this.#supply.pull();
  }

  /** Whether a value would neither wait nor be lost. */
  wants(): boolean {
    return this.#values === 0 && this.#credits > 0 && !this.#completed && !this.closed && this.line.ready();
  }

  /** A stream may go on for ever: what it has said already is delivered, and what it makes on demand. */
  override get isOwed(): boolean {
    return this.#values > 0 || this.#supply !== undefined;
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
    this.#supply?.pull();
    if (this.#values === 0 && !this.closed) this.line.settled();
  }

  override cancel(): void {
    if (this.closed) return;
    this.line.release(this.#bytes);
    this.#bytes = this.#values = 0;
    this.#waiting = new Queue();
    super.cancel();
    this.#supply?.stop();
  }

  #spend(data: Uint8Array): void {
    if (this.#credits < CREDITS_MAX) this.#credits--;
    this.say(data, false);
  }
}

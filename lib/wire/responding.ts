// The requests that a head is answering: which handler takes one, how many there may be, and what becomes of them.
import { isObservable } from 'rxjs';
import { never } from '../never.ts';
import { RequestError, type Responder } from '../peer.ts';
import { AnswerOnce, AnswerStream, type Answering } from './answering.ts';
import { Bucket } from './bucket.ts';
import { encodeFailure } from './failure.ts';
import { FrameError, type RequestFnfFrame, type RequestResponseFrame, type RequestStreamFrame } from './frame.ts';
import { LastRoute } from './lastRoute.ts';
import { InFlight, isOwn } from './inFlight.ts';
import type { Ended, Listener } from './listener.ts';
import { log } from './log.ts';
import { Refusals } from './refusals.ts';
import { REQUESTS_BURST_MAX, REQUESTS_PER_SECOND_MAX, RETRY_AFTER_MS } from './sessionLimits.ts';
import { HELLO_ROUTE } from './setUp.ts';
import type { Line } from './side.ts';
import { Told } from './told.ts';

export type RequestFrame = RequestResponseFrame | RequestStreamFrame | RequestFnfFrame;

export interface RateOptions {
  /** Requests a second, in the long run, and at once. */
  readonly perSecond: number;
  readonly burst: number;
}

export const DEFAULT_RATE: RateOptions = { perSecond: REQUESTS_PER_SECOND_MAX, burst: REQUESTS_BURST_MAX };

export class Responding implements Ended {
  /** Requests begun so far. */
  requests = 0;
  readonly #line: Line;
  readonly #responder: Responder;
  readonly #bucket: Bucket;
  readonly #refusals: Refusals;
  readonly #lastRoute = new LastRoute();
  readonly #answering = new InFlight<Answering>();
  /** What the application is asked from now on is answered with this. */
  #leaving: RequestError | undefined;

  constructor(line: Line, responder: Responder, rate: RateOptions = DEFAULT_RATE) {
    this.#line = line;
    this.#responder = responder;
    this.#bucket = new Bucket(rate, line.env);
    this.#refusals = new Refusals(line.env);
  }

  get(stream: number): Answering | undefined {
    return this.#answering.get(stream);
  }

  ended({ stream, route, outcome, begun }: Listener): void {
    this.#answering.delete(stream);
    if (route !== undefined) this.#responder.answered?.({ route, outcome, ms: this.#line.now() - begun });
    if (this.#leaving !== undefined) this.#line.settled();
  }

  /** What is being answered goes on. */
  leave(retryAfterMs: number | undefined): void {
    const hint = retryAfterMs === undefined ? {} : { retryAfterMs };
    this.#leaving = new RequestError('rejected', 'the node stops, and takes on nothing more', hint);
  }

  get isIdle(): boolean {
    for (const { isOwed } of this.#answering.applications) if (isOwed) return false;
    return true;
  }

  begin(frame: RequestFrame): void {
    this.requests++;
    if (!this.#bucket.take()) {
      const retryAfterMs = this.#bucket.waitMs;
      this.#refuse(frame, new RequestError('rejected', 'too many requests a second', { retryAfterMs }));
      return;
    }
    const route = this.#routeOf(frame);
    if (route instanceof RequestError) {
      this.#answer(frame).error(route);
      return;
    }
    if (this.#leaving !== undefined && !isOwn(route)) {
      this.#answer(frame).error(this.#leaving);
      return;
    }
    const excess = this.#answering.excess(route);
    if (excess === undefined) this.#handle(frame, route);
    else this.#refuse(frame, new RequestError('rejected', excess, { retryAfterMs: RETRY_AFTER_MS }));
  }

  /** Whoever has had its turn goes to the end of the line, so that one long stream does not hold up the others. */
  resume(): void {
    for (const [stream, answering] of this.#answering.entries()) {
      if (!this.#line.ready()) return;
      answering.resume();
      this.#answering.defer(stream);
    }
  }

  settle(): void {
    for (const [, answering] of this.#answering.entries()) answering.cancel();
  }

  #handle(frame: RequestFrame, route: string): void {
    const answering = this.#answer(frame);
    this.#answering.add(frame.stream, route, answering);
    try {
      const handler = this.#responder.handlerFor(route);
      if (handler === undefined) throw new RequestError('no-such-route', `nobody answers ${route} here`);
      if (this.#responder.answered !== undefined && route !== HELLO_ROUTE) {
        answering.route = route;
        answering.begun = this.#line.now();
      }
      const answers = handler({ route, data: frame.data, peer: this.#line.peer });
      if (isObservable(answers)) answers.subscribe(answering);
      else answering.supply(answers);
    } catch (error) {
      answering.error(error);
    }
  }

  #answer(frame: RequestFrame): Answering {
    switch (frame.type) {
      case 'REQUEST_RESPONSE':
        return new AnswerOnce(this.#line, frame.stream, this);
      case 'REQUEST_STREAM':
        return new AnswerStream(this.#line, frame.stream, this, frame.credits);
      case 'REQUEST_FNF':
        return new Told(frame.stream, this);
      default:
        return never(frame);
    }
  }

  #refuse(frame: RequestFrame, excess: RequestError): void {
    if (frame.type === 'REQUEST_FNF') log('fire-and-forget on stream %d refused: %s', frame.stream, excess.message);
    else this.#line.put(encodeFailure(frame.stream, excess));
    const enough = this.#refusals.another();
    if (enough !== undefined) this.#line.goodbye({ reason: 'flooded', detail: enough });
  }

  /** A request that names no route is answered as one that does not fit. */
  #routeOf({ metadata }: RequestFrame): string | RequestError {
    try {
      return this.#lastRoute.decode(metadata);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      return new RequestError('invalid', error.message, { cause: error });
    }
  }
}

// The head's side of a connection: it lets a tail set up, and answers what it asks.
import { of, type Subscription } from 'rxjs';
import { RequestError, type Handler, type Responder } from '../peer.ts';
import type { GoodbyeReason } from '../reasons.ts';
import { encodeFailure } from './failure.ts';
import { ERROR_CODE, type Frame, type SetupFrame } from './frame.ts';
import type { Message } from './isMessage.ts';
import { TYPE } from './layout.ts';
import { Responding, type RateOptions, type RequestFrame } from './responding.ts';
import { HELD_FRAMES_MAX, LEASE_MS } from './sessionLimits.ts';
import { HELLO_ROUTE, NO_RESUMPTION, refusalOf } from './setUp.ts';
import type { Line, Side } from './side.ts';

const REQUESTS_PER_LEASE_MAX = 0x7fff_ffff;

export class Head implements Side, Responder {
  readonly #line: Line;
  readonly #responder: Responder;
  readonly #rate: RateOptions;
  readonly #responding: Responding;
  /** What the tail sent ahead of its welcome, in order. */
  #held: Frame[] = [];
  /** The highest stream the tail has used. */
  #stream = 0;
  #phase: 'new' | 'set-up' | 'serving' | 'ended' = 'new';
  #leases = false;
  #lease: Subscription | undefined;
  #hello: Handler | undefined;
  #greetings = 0;

  constructor(line: Line, responder: Responder, rate: RateOptions) {
    this.#line = line;
    this.#rate = rate;
    this.#responder = responder;
    this.#responding = new Responding(line, this, rate);
  }

  handlerFor(route: string): Handler | undefined {
    return route === HELLO_ROUTE ? this.#hello : this.#responder.handlerFor(route);
  }

  get answered(): Responder['answered'] {
    return this.#responder.answered;
  }

  /** The request for our hello is part of the greeting: the tail does not count it either. */
  get requests(): number {
    return this.#responding.requests - this.#greetings;
  }

  farewellCode(reason: GoodbyeReason): number | undefined {
    if (this.#phase === 'serving') return undefined;
    return reason === 'protocol' || reason === 'too-big' ? ERROR_CODE.INVALID_SETUP : ERROR_CODE.REJECTED_SETUP;
  }

  /** Answers the request for our hello, now or whenever it comes, and serves. */
  welcome(hello: Uint8Array): void {
    if (this.#phase !== 'set-up') return;
    this.#phase = 'serving';
    this.#hello = () => {
      this.#greetings++;
      return of(hello);
    };
    this.#line.raise();
    if (this.#leases) this.#renew();
    const held = this.#held;
    this.#held = [];
    for (const frame of held) this.take(frame);
  }

  take(frame: Frame): void {
    if (this.#phase === 'new') {
      this.#first(frame);
      return;
    }
    if (this.#phase === 'serving') {
      this.#serve(frame);
      return;
    }
    if (this.#phase === 'ended') return;
    if (frame.type !== 'SETUP' && this.#held.push(frame) <= HELD_FRAMES_MAX) return;
    const tooMany = `${this.#held.length} frames ahead of the welcome, limit ${HELD_FRAMES_MAX}`;
    this.#breach(frame.type === 'SETUP' ? 'a second SETUP' : tooMany);
  }

  /** A request, from whoever has set up; a PAYLOAD is what was under way of one that has been cancelled. */
  awaits(first: Message): boolean {
    return this.#phase !== 'new' && first.type !== 'PAYLOAD';
  }

  resume(): void {
    this.#responding.resume();
  }

  leave(retryAfterMs: number | undefined): void {
    this.#responding.leave(retryAfterMs);
  }

  get isIdle(): boolean {
    return this.#responding.isIdle;
  }

  settle(): void {
    this.#phase = 'ended';
    this.#held = [];
    this.#lease?.unsubscribe();
    this.#responding.settle();
  }

  #first(frame: Frame): void {
    if (frame.type === 'SETUP') {
      this.#setUp(frame);
      return;
    }
    if (frame.type === 'OTHER' && frame.number === TYPE.RESUME) {
      this.#line.goodbye({ reason: 'protocol', detail: NO_RESUMPTION }, ERROR_CODE.REJECTED_RESUME);
      return;
    }
    this.#breach(`${frame.type} before SETUP`);
  }

  #setUp(frame: SetupFrame): void {
    const refusal = refusalOf(frame);
    if (refusal !== undefined) {
      this.#line.goodbye(refusal.goodbye, refusal.code);
      return;
    }
    this.#phase = 'set-up';
    this.#leases = frame.lease;
    this.#line.greeted(frame.data);
  }

  #serve(frame: Frame): void {
    switch (frame.type) {
      case 'REQUEST_RESPONSE':
      case 'REQUEST_STREAM':
      case 'REQUEST_FNF':
        this.#begin(frame);
        return;
      case 'REQUEST_CHANNEL':
        if (!this.#isNew(frame.stream)) return;
        this.#line.put(encodeFailure(frame.stream, new RequestError('rejected', 'channels are not supported')));
        return;
      case 'REQUEST_N':
        if (this.#isUsed(frame)) this.#responding.get(frame.stream)?.give(frame.credits);
        return;
      case 'CANCEL':
        if (this.#isUsed(frame)) this.#responding.get(frame.stream)?.cancel();
        return;
      case 'PAYLOAD': // of a channel that was refused, or of a request that was cancelled half-way
      case 'ERROR':
        return void this.#isUsed(frame);
      case 'LEASE': // a head asks nothing, so it needs no lease
        return;
      case 'OTHER':
        this.#breach(`frame of type ${frame.number}, which is not known here`);
        return;
      default:
        this.#breach(frame.type === 'SETUP' ? 'a second SETUP' : `${frame.type} is out of place`);
        return;
    }
  }

  #begin(frame: RequestFrame): void {
    if (this.#isNew(frame.stream)) this.#responding.begin(frame);
  }

  /** A tail's streams are odd, and count up. */
  #isNew(stream: number): boolean {
    if (stream % 2 === 1 && stream > this.#stream) {
      this.#stream = stream;
      return true;
    }
    this.#breach(`request on stream ${stream}, an odd one above ${this.#stream} expected`);
    return false;
  }

  /** A frame may cross the end of its stream on the way; one of a stream that never was is a breach. */
  #isUsed({ type, stream }: { readonly type: string; readonly stream: number }): boolean {
    if (stream % 2 === 1 && stream <= this.#stream) return true;
    this.#breach(`${type} on stream ${stream}, which nobody began`);
    return false;
  }

  #breach(detail: string): void {
    this.#line.goodbye({ reason: 'protocol', detail });
  }

  /** What the rate allows anyhow: a lease says so in advance. */
  #renew(): void {
    const requests = Math.floor((this.#rate.perSecond * LEASE_MS) / 1_000);
    this.#line.send({ type: 'LEASE', ttlMs: LEASE_MS, requests: Math.min(requests, REQUESTS_PER_LEASE_MAX) });
    this.#lease = this.#line.env.scheduler.schedule(() => this.#renew(), LEASE_MS / 2);
  }
}

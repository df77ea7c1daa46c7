// One connection, in or out, from its first packet to its last: all that is said to a remote is said by its Peer.
import type { Observable, Subject, Subscriber, TeardownLogic } from 'rxjs';
import type { Answered } from './answered.ts';
import type { Event, PeerId } from './event.ts';
import type { GoodbyeReason } from './reasons.ts';

/** What the Controller tells a Peer. A command that no longer fits its phase is ignored: it was too late. */
export type PeerCommand =
  | { readonly type: 'connect' } // the tail: dial, prove, greet
  | { readonly type: 'listen' } // the head: let the remote prove and greet
  | { readonly type: 'welcome' } // the remote may stay: be alive
  | { readonly type: 'ping' }
  | { readonly type: 'close'; readonly reason: GoodbyeReason; readonly detail?: string;
      readonly retryAfterMs?: number; readonly graceMs?: number; readonly records?: readonly string[] };

export interface Peer {
  readonly id: PeerId;
  /**
   * Never errors; ends in exactly one `peer-closed`, and completes with it. Subscribing makes the Peer live, and
   * unsubscribing destroys its connection without a word. One subscriber.
   */
  readonly event$: Observable<Event>;
  readonly command$: Subject<PeerCommand>;
  /** What the application says over it while it is alive: bytes do not pass the Controller. */
  readonly requester: Requester;
}

/** The asking side of a connection. Every Observable errors with a RequestError when it cannot be carried out. */
export interface Requester {
  /** REQUEST_RESPONSE: exactly one answer, or an error; unsubscribing cancels. */
  ask(route: string, data: Uint8Array, options?: AskOptions): Observable<Uint8Array>;
  /** @internal The same for who has subscribed already: whoever only passes a question on needs no Observable for it. */
  askFor(out: Subscriber<Uint8Array>, route: string, data: Uint8Array, options?: AskOptions): TeardownLogic;
  /**
   * REQUEST_STREAM: as many as the head sends; unsubscribing cancels. Credits are given as values are taken. It may be
   * silent for as long as the connection lives, unless `timeoutMs` says how soon the first value must come.
   */
  request(route: string, data: Uint8Array, options?: RequestOptions): Observable<Uint8Array>;
  /** REQUEST_FNF: no answer, not even that it arrived. */
  tell(route: string, data: Uint8Array): void;
}

export interface AskOptions {
  /** How long the answer may take; 10 s unless told. */
  readonly timeoutMs?: number;
}

export interface RequestOptions {
  /** How long the first value may take; without end unless told, since a stream may have nothing to say for hours. */
  readonly timeoutMs?: number;
  /** How many values may be under way at once: what is asked for first, and again as half of them have come. */
  readonly credits?: number;
  /** With it, `credits` are given once, and after that as many as it emits: whoever pulls gives them by hand. */
  readonly more$?: Observable<number>;
}

/** As for `request`, without giving credits by hand: they follow from what is consumed. */
export type PullOptions = Omit<RequestOptions, 'more$'>;

/** The answering side: handlers by route. */
export interface Responder {
  /** `undefined` when nobody answers that route. */
  handlerFor(route: string): Handler | undefined;
  /** Hears of each request that had a handler, once it has ended; nobody measures where it is absent. */
  readonly answered?: ((answered: Answered) => void) | undefined;
}

/** Values made one by one, by a generator for instance. */
export type Supplied = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Answers one request. An Observable is unsubscribed when the remote cancels or the connection ends; what it emits
 * beyond the credits that the remote gave waits, up to a bound, and past it the request errors. What has no end, or is
 * large, is better supplied: an iterable is asked for its next value only when that can be sent, and a generator gets
 * to its `finally` however the request ends.
 *
 * @example net.respond('echo', ({ data }) => of(data));
 * @example net.respond('log', async function* () { for await (const line of createReadStream('log')) yield line; });
 */
export type Handler = (request: IncomingRequest) => Observable<Uint8Array> | Supplied;

export interface IncomingRequest {
  readonly route: string;
  readonly data: Uint8Array;
  /** The connection it came by. */
  readonly peer: PeerId;
}

export type RequestErrorCode =
  | 'not-connected' // no connection to that node that we dialled is alive
  | 'no-such-route' // nobody answers the route there
  | 'rejected' // the remote did not take it on: too many, or refused by the handler
  | 'invalid' // the data does not fit the route's schema
  | 'timed-out' // no answer in time
  | 'cancelled' // the remote gave it up
  | 'failed' // the handler failed
  | 'too-big' // it does not fit in what one message may hold
  | 'closed'; // the connection ended first

/** Why a request was not answered. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: RequestErrorCode;
  /** The remote's hint when to try again. */
  readonly retryAfterMs: number | undefined;

  constructor(code: RequestErrorCode, message: string, options: ErrorOptions & { retryAfterMs?: number } = {}) {
    super(message, options);
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }
}

// RSocket over one channel, from either end.
import { throwError, type Observable, type Subscriber, type TeardownLogic } from 'rxjs';
import type { Traffic } from '../event.ts';
import { RequestError, type AskOptions, type Requester, type RequestOptions } from '../peer.ts';
import { Head } from './head.ts';
import { Link } from './link.ts';
import { DEFAULT_RATE } from './responding.ts';
import type { Goodbye, Session, SessionOptions, Signal } from './session.ts';
import { Tail } from './tail.ts';

const noTail = (): RequestError =>
  new RequestError('not-connected', 'only the tail of an edge asks, and this end is its head');
const refused = (): Observable<never> => throwError(noTail);

/** The asking side of a head, which has none. */
const NO_REQUESTER: Requester = {
  ask: refused, askFor: (out) => out.error(noTail()), request: refused, tell: () => undefined,
};

/** Methods, not closures: a thousand idle connections have a thousand of these. */
class RSocketSession implements Session {
  readonly signal$: Observable<Signal>;
  readonly #link: Link;
  readonly #side: Tail | Head;
  readonly #requester: Requester;

  constructor(options: SessionOptions) {
    this.#link = new Link(options);
    this.#side = options.role === 'tail' ? new Tail(this.#link)
      : new Head(this.#link, options.responder, options.rate ?? DEFAULT_RATE);
    this.#requester = this.#side instanceof Tail ? this.#side : NO_REQUESTER;
    this.#link.attach(this.#side);
    this.signal$ = this.#link.signal$;
  }

  get traffic(): Traffic {
    return this.#link.traffic;
  }

  get isEnding(): boolean {
    return this.#link.isEnding;
  }

  setUp(hello: Uint8Array): void {
    if (this.#side instanceof Tail) this.#side.setUp(hello);
  }

  welcome(hello: Uint8Array): void {
    if (this.#side instanceof Head) this.#side.welcome(hello);
  }

  ping(): void {
    this.#link.ping();
  }

  goodbye(goodbye: Goodbye): void {
    this.#link.goodbye(goodbye);
  }

  leave(goodbye: Goodbye, graceMs: number): void {
    this.#link.leave(goodbye, graceMs);
  }

  ask(route: string, data: Uint8Array, options?: AskOptions): Observable<Uint8Array> {
    return this.#requester.ask(route, data, options);
  }

  askFor(out: Subscriber<Uint8Array>, route: string, data: Uint8Array, options?: AskOptions): TeardownLogic {
    return this.#requester.askFor(out, route, data, options);
  }

  request(route: string, data: Uint8Array, options?: RequestOptions): Observable<Uint8Array> {
    return this.#requester.request(route, data, options);
  }

  tell(route: string, data: Uint8Array): void {
    this.#requester.tell(route, data);
  }
}

/**
 * Speaks RSocket 1.0 over a channel: the tail asks, the head answers. Nothing is read before `signal$` is subscribed.
 *
 * @see rsocket.io/about/protocol
 * @example
 * const tail = openSession({ peer: 'out-1', role: 'tail', channel, responder, env: realEnv });
 * tail.signal$.subscribe((signal) => console.log(signal.type));
 * tail.setUp(hello);
 */
export const openSession = (options: SessionOptions): Session => new RSocketSession(options);

// RSocket over one channel, from either end.
import { throwError, type Observable } from 'rxjs';
import { RequestError, type Requester } from '../peer.ts';
import { Head } from './head.ts';
import { Link } from './link.ts';
import { DEFAULT_RATE } from './responding.ts';
import type { Session, SessionOptions } from './session.ts';
import { Tail } from './tail.ts';

const refused = (): Observable<never> =>
  throwError(() => new RequestError('not-connected', 'only the tail of an edge asks, and this end is its head'));

/** The asking side of a head, which has none. */
const NO_REQUESTER: Requester = { ask: refused, request: refused, tell: () => undefined };

/**
 * Speaks RSocket 1.0 over a channel: the tail asks, the head answers. Nothing is read before `signal$` is subscribed.
 *
 * @see rsocket.io/about/protocol
 * @example
 * const tail = openSession({ peer: 'out-1', role: 'tail', channel, responder, env: realEnv });
 * tail.signal$.subscribe((signal) => console.log(signal.type));
 * tail.setUp(hello);
 */
export const openSession = (options: SessionOptions): Session => {
  const ends: { tail?: Tail; head?: Head } = {};
  const link = new Link(options, (line) => {
    if (options.role === 'tail') return (ends.tail = new Tail(line));
    return (ends.head = new Head(line, options.responder, options.rate ?? DEFAULT_RATE));
  });
  const requester: Requester = ends.tail ?? NO_REQUESTER;
  return {
    signal$: link.signal$,
    setUp: (hello) => ends.tail?.setUp(hello),
    welcome: (hello) => ends.head?.welcome(hello),
    ping: () => link.ping(),
    goodbye: (goodbye) => link.goodbye(goodbye),
    ask: (route, data, more) => requester.ask(route, data, more),
    request: (route, data, more) => requester.request(route, data, more),
    tell: (route, data) => requester.tell(route, data),
    get traffic() {
      return link.traffic;
    },
  };
};

// The handlers of a node by route: its own under `millrace.`, the application's under any other name.
import { OTHER_ROUTE } from './answered.ts';
import type { Handler, Responder } from './peer.ts';
import { timed, type Stopwatch } from './timed.ts';

/** Routes of the protocol itself; an application that took one would answer for the node. */
const RESERVED = 'millrace.';

/** RSocket's routing metadata counts the bytes of a route in one byte. */
const ROUTE_BYTES_MAX = 255;

export class Routes implements Responder {
  readonly #handlers = new Map<string, Handler>();
  /** The same, as they are measured; the very same where nobody measures. */
  readonly #watched = new Map<string, Handler>();
  readonly #stopwatch: Stopwatch | undefined;

  /** @param own the protocol's own routes @param stopwatch whoever measures */
  constructor(own: Readonly<Record<string, Handler>>, stopwatch?: Stopwatch) {
    this.#stopwatch = stopwatch;
    for (const [route, handler] of Object.entries(own)) this.#set(route, handler);
  }

  handlerFor(route: string): Handler | undefined {
    const handler = this.#watched.get(route);
    if (handler === undefined) this.#stopwatch?.told({ route: OTHER_ROUTE, outcome: 'no-route', ms: 0 });
    return handler;
  }

  /** @returns takes the handler away again @throws TypeError when the route is reserved, taken or too long */
  add(route: string, handler: Handler): () => void {
    const bytes = Buffer.byteLength(route);
    if (bytes === 0 || bytes > ROUTE_BYTES_MAX) {
      throw new TypeError(`route ${JSON.stringify(route)}: ${bytes} bytes, 1 to ${ROUTE_BYTES_MAX} are possible`);
    }
    const name = `route ${JSON.stringify(route)}`;
    if (route.startsWith(RESERVED)) throw new TypeError(`${name}: ${RESERVED} is the node's own`);
    if (this.#handlers.has(route)) throw new TypeError(`${name} has a handler already`);
    this.#set(route, handler);
    return () => {
      if (this.#handlers.get(route) !== handler) return;
      this.#handlers.delete(route);
      this.#watched.delete(route);
    };
  }

  #set(route: string, handler: Handler): void {
    this.#handlers.set(route, handler);
    this.#watched.set(route, this.#stopwatch === undefined ? handler : timed(route, handler, this.#stopwatch));
  }
}

// The handlers of a node by route: its own under `millrace.`, the application's under any other name.
import { OTHER_ROUTE, type Answered } from './answered.ts';
import type { Handler, Responder } from './peer.ts';

/** Routes of the protocol itself; an application that took one would answer for the node. */
const RESERVED = 'millrace.';

/** RSocket's routing metadata counts the bytes of a route in one byte. */
const ROUTE_BYTES_MAX = 255;

export class Routes implements Responder {
  readonly #handlers = new Map<string, Handler>();
  readonly answered: ((answered: Answered) => void) | undefined;

  /** @param own the protocol's own routes @param answered whoever measures */
  constructor(own: Readonly<Record<string, Handler>>, answered?: (answered: Answered) => void) {
    this.answered = answered;
    for (const [route, handler] of Object.entries(own)) this.#handlers.set(route, handler);
  }

  handlerFor(route: string): Handler | undefined {
    const handler = this.#handlers.get(route);
    if (handler === undefined) this.answered?.({ route: OTHER_ROUTE, outcome: 'no-route', ms: 0 });
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
    this.#handlers.set(route, handler);
    return () => {
      if (this.#handlers.get(route) === handler) this.#handlers.delete(route);
    };
  }
}

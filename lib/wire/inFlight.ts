// The requests of one connection that have not ended, those of the protocol apart from the application's: a node that
// asks as much as it may can still beat, and a beat takes no room from what it asks.
import { OWN_REQUESTS_IN_FLIGHT_MAX, REQUESTS_IN_FLIGHT_MAX } from './limits.ts';

/** What is a node's own: `routes.ts` keeps applications off it. */
const OWN = 'millrace.';

/** Whether a route is one of the protocol, and not of the application. */
export const isOwn = (route: string): boolean => route.startsWith(OWN);

export class InFlight<T> {
  readonly #asked = new Map<number, T>();
  readonly #own = new Map<number, T>();

  get(stream: number): T | undefined {
    return this.#asked.get(stream) ?? this.#own.get(stream);
  }

  has(stream: number): boolean {
    return this.#asked.has(stream) || this.#own.has(stream);
  }

  /** Why there is no room for one more. */
  excess(route: string): string | undefined {
    const [size, limit] = isOwn(route) ? [this.#own.size, OWN_REQUESTS_IN_FLIGHT_MAX]
      : [this.#asked.size, REQUESTS_IN_FLIGHT_MAX];
    return size < limit ? undefined : `${size} requests in flight, limit ${limit}`;
  }

  add(stream: number, route: string, request: T): void {
    (isOwn(route) ? this.#own : this.#asked).set(stream, request);
  }

  delete(stream: number): boolean {
    return this.#asked.delete(stream) || this.#own.delete(stream);
  }

  /** Puts one behind the others. */
  defer(stream: number): void {
    for (const requests of [this.#asked, this.#own]) {
      const request = requests.get(stream);
      if (request === undefined || !requests.delete(stream)) continue;
      requests.set(stream, request);
    }
  }

  /** What the application is asked. */
  get applications(): Iterable<T> {
    return this.#asked.values();
  }

  clear(): void {
    this.#asked.clear();
    this.#own.clear();
  }

  /** As they are now: what is done with one may end others. */
  entries(): readonly (readonly [number, T])[] {
    return [...this.#asked, ...this.#own];
  }
}

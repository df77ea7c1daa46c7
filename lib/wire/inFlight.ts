// The requests of one connection that have not ended, those of the protocol apart from the application's: a node that
// asks as much as it may can still beat, and a beat takes no room from what it asks.
import { OWN_REQUESTS_IN_FLIGHT_MAX, REQUESTS_IN_FLIGHT_MAX } from './limits.ts';

/** What is a node's own: `routes.ts` keeps applications off it. */
const OWN = 'millrace.';

/** Whether a route is one of the protocol, and not of the application. */
export const isOwn = (route: string): boolean => route.startsWith(OWN);

/** No stream. */
const NONE = -1;

/**
 * The latest request stands apart from the maps until another one begins, and most have ended by then. A Map from which
 * its only entry is deleted is made anew by V8, the old one refers to the new one, and so on: once one of them has
 * reached the old space, all that follow stay until the next full collection, 200 bytes for each request.
 */
export class InFlight<T> {
  readonly #asked = new Map<number, T>();
  readonly #own = new Map<number, T>();
  #latestStream = NONE;
  #latest: T | undefined;
  #isLatestOwn = false;

  get(stream: number): T | undefined {
    return stream === this.#latestStream ? this.#latest : this.#asked.get(stream) ?? this.#own.get(stream);
  }

  has(stream: number): boolean {
    return stream === this.#latestStream || this.#asked.has(stream) || this.#own.has(stream);
  }

  /** Why there is no room for one more. */
  excess(route: string): string | undefined {
    const own = isOwn(route);
    const apart = this.#latestStream !== NONE && this.#isLatestOwn === own ? 1 : 0;
    const [size, limit] = own ? [apart + this.#own.size, OWN_REQUESTS_IN_FLIGHT_MAX]
      : [apart + this.#asked.size, REQUESTS_IN_FLIGHT_MAX];
    return size < limit ? undefined : `${size} requests in flight, limit ${limit}`;
  }

  add(stream: number, route: string, request: T): void {
    if (this.#latestStream !== NONE) this.#settle();
    this.#latestStream = stream;
    this.#latest = request;
    this.#isLatestOwn = isOwn(route);
  }

  delete(stream: number): boolean {
    if (stream !== this.#latestStream) return this.#asked.delete(stream) || this.#own.delete(stream);
    this.#forgetLatest();
    return true;
  }

  /** Puts one behind the others. */
  defer(stream: number): void {
    this.#settle();
    for (const requests of [this.#asked, this.#own]) {
      const request = requests.get(stream);
      if (request === undefined || !requests.delete(stream)) continue;
      requests.set(stream, request);
    }
  }

  /** What the application is asked. */
  get applications(): Iterable<T> {
    this.#settle();
    return this.#asked.values();
  }

  clear(): void {
    this.#asked.clear();
    this.#own.clear();
    this.#forgetLatest();
  }

  /** As they are now: what is done with one may end others. */
  entries(): readonly (readonly [number, T])[] {
    this.#settle();
    return [...this.#asked, ...this.#own];
  }

  /** The latest goes to where the others are. */
  #settle(): void {
    if (this.#latest !== undefined) (this.#isLatestOwn ? this.#own : this.#asked).set(this.#latestStream, this.#latest);
    this.#forgetLatest();
  }

  #forgetLatest(): void {
    this.#latestStream = NONE;
    this.#latest = undefined;
  }
}

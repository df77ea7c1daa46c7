// Counts who is turned away at the door, and tells of it now and then: under a flood, one word for each would be another.
import { Subject, type Observable } from 'rxjs';
import type { Address } from '../address.ts';
import type { Turned } from '../transport.ts';

/** An operator sees a flood begin within it; three reasons are three events a second at most. */
const TELL_EVERY_MS = 1_000;

export class SocketRefusals {
  readonly #turned$ = new Subject<Turned>();
  /** As many as there are reasons. */
  readonly #counted = new Map<Turned['why'], Turned>();
  #timer: NodeJS.Timeout | undefined;

  get turned$(): Observable<Turned> {
    return this.#turned$;
  }

  add(why: Turned['why'], from: Address): void {
    this.#counted.set(why, { why, count: (this.#counted.get(why)?.count ?? 0) + 1, from });
    this.#timer ??= setTimeout(() => this.#tell(), TELL_EVERY_MS);
  }

  /** Nobody listens any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#turned$.complete();
  }

  #tell(): void {
    this.#timer = undefined;
    const all = [...this.#counted.values()];
    this.#counted.clear();
    for (const turned of all) this.#turned$.next(turned);
  }
}

// The digests of the network's map, each with the one that the same map has under pseudonyms: both maps are built from
// the events, side by side, since a digest cannot be computed from another.
import { defaultReducers } from '../defaultReducers.ts';
import type { Event } from '../event.ts';
import { initialState } from '../initialState.ts';
import type { Self, State } from '../state.ts';

/** What travels is the first half. */
const WIRE_CHARS = 32;

const reduced = (state: State, event: Event, now: number): State =>
  Object.values(defaultReducers).reduce((before, reduce) => reduce(before, event, now).state, state);

export class Digests {
  readonly #pairs = new Map<string, string>();
  #truth: State;
  #redacted: State;

  constructor(truth: Self, redacted: Self) {
    this.#truth = initialState(truth);
    this.#redacted = initialState(redacted);
    this.#pair();
  }

  /** The same event, as it was and as it is told. */
  happened(truth: Event, redacted: Event, now: number): void {
    const before = this.#truth.network.digest;
    this.#truth = reduced(this.#truth, truth, now);
    this.#redacted = reduced(this.#redacted, redacted, now);
    if (this.#truth.network.digest !== before) this.#pair();
  }

  /** `undefined` when this node never had that map. */
  get(digest: string): string | undefined {
    return this.#pairs.get(digest);
  }

  #pair(): void {
    const [truth, redacted] = [this.#truth.network.digest, this.#redacted.network.digest];
    this.#pairs.set(truth, redacted);
    this.#pairs.set(truth.slice(0, WIRE_CHARS), redacted.slice(0, WIRE_CHARS));
  }
}

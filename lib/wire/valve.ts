// Whether a channel is read: only while nobody has a reason against it.
import type { Channel } from '../transport.ts';

/** `answers`: they pile up unread. `turn`: more has come than can be read now. */
export type Reason = 'answers' | 'turn';

/** Bits of a number: most connections never have a reason, and a Set for each would hold 200 bytes all the same. */
const BITS: Readonly<Record<Reason, number>> = { answers: 1, turn: 2 };

export class Valve {
  readonly #channel: Channel;
  #reasons = 0;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  close(reason: Reason): void {
    if (this.#reasons === 0) this.#channel.pause();
    this.#reasons |= BITS[reason];
  }

  open(reason: Reason): void {
    if ((this.#reasons & BITS[reason]) === 0) return;
    this.#reasons &= ~BITS[reason];
    if (this.#reasons === 0) this.#channel.resume();
  }
}

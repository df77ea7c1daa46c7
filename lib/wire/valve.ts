// Whether a channel is read: only while nobody has a reason against it.
import type { Channel } from '../transport.ts';

/** `answers`: they pile up unread. `turn`: more has come than can be read now. */
export type Reason = 'answers' | 'turn';

export class Valve {
  readonly #channel: Channel;
  readonly #reasons = new Set<Reason>();

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  close(reason: Reason): void {
    if (this.#reasons.size === 0) this.#channel.pause();
    this.#reasons.add(reason);
  }

  open(reason: Reason): void {
    if (this.#reasons.delete(reason) && this.#reasons.size === 0) this.#channel.resume();
  }
}

// Who hears which cast: ears of nodes on one topic.
import type { Resident } from './resident.ts';

const TOPIC = 'bench';

export class Ears {
  readonly #heard = new Map<string, number>();

  constructor(residents: readonly Resident[]) {
    for (const { net } of residents) {
      net?.casts(TOPIC).subscribe({
        next: ({ data }) => {
          const word = Buffer.from(data).toString();
          this.#heard.set(word, (this.#heard.get(word) ?? 0) + 1);
        },
        error: (error: unknown) => {
          throw error;
        },
      });
    }
  }

  say(one: Resident, word: string): void {
    one.net?.broadcast(TOPIC, Buffer.from(word));
  }

  /** How many have heard it so far. */
  count(word: string): number {
    return this.#heard.get(word) ?? 0;
  }
}

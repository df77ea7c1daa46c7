// Points that fade: a score for each key, halved every so often, for as many keys as there is room for.

export interface ScoresOptions {
  readonly halfLifeMs: number;
  /** How many keys are kept; whose last points are longest ago gives way. */
  readonly keysMax: number;
}

interface Score {
  readonly points: number;
  readonly at: number;
}

/**
 * Exponential decay, computed when asked for: no timer runs, and a key costs one entry.
 *
 * @example
 * const scores = new Scores({ halfLifeMs: 60_000, keysMax: 1_024 });
 * scores.add('10.0.0.1', 8, 0); // 8
 * scores.of('10.0.0.1', 60_000); // 4
 */
export class Scores {
  readonly #halfLifeMs: number;
  readonly #keysMax: number;
  readonly #scores = new Map<string, Score>();

  constructor({ halfLifeMs, keysMax }: ScoresOptions) {
    this.#halfLifeMs = halfLifeMs;
    this.#keysMax = keysMax;
  }

  /** How many keys are kept at the moment. */
  get size(): number {
    return this.#scores.size;
  }

  of(key: string, now: number): number {
    const score = this.#scores.get(key);
    return score === undefined ? 0 : score.points * 2 ** ((score.at - now) / this.#halfLifeMs);
  }

  /** @returns the score with the new points */
  add(key: string, points: number, now: number): number {
    const sum = this.of(key, now) + points;
    this.#scores.delete(key); // so that the map is in the order of the last points
    this.#scores.set(key, { points: sum, at: now });
    if (this.#scores.size > this.#keysMax) for (const oldest of this.#scores.keys()) {
      this.#scores.delete(oldest);
      break;
    }
    return sum;
  }

  forget(key: string): void {
    this.#scores.delete(key);
  }
}

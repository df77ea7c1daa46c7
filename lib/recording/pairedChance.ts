// The same chance for two policies that are compared: what the one draws is what the other draws, so that jitter alone
// makes no difference. Known in simulation as common random numbers.
import { sfc32 } from '../sfc32.ts';

/** Of draws that a timer of the live policy made and no timer of the candidate has asked for yet. */
const TIMED_MAX = 1_024;

interface Drawn {
  readonly draws: number[];
  next: number;
}

export class PairedChance {
  readonly #toleranceMs: number;
  readonly #beyond: () => number;
  /** Of the step under way. */
  #step: Drawn | undefined;
  #timed: { readonly at: number; readonly draw: number }[] = [];

  /**
   * @param seed of the generator for what only the candidate draws
   * @param toleranceMs how much later than the live policy's a timer of the candidate may fire and still draw the same
   */
  constructor(seed: number, toleranceMs: number) {
    this.#beyond = sfc32(seed);
    this.#toleranceMs = toleranceMs;
  }

  /** Both are about to be given a step. */
  begin(): void {
    this.#step = { draws: [], next: 0 };
  }

  end(): void {
    this.#step = undefined;
  }

  /** Takes note of what the live policy has drawn. @returns it */
  live(draw: number, now: number): number {
    if (this.#step !== undefined) this.#step.draws.push(draw);
    else if (this.#timed.push({ at: now, draw }) > TIMED_MAX) this.#timed.shift();
    return draw;
  }

  candidate(now: number): number {
    if (this.#step !== undefined) return this.#step.draws[this.#step.next++] ?? this.#beyond();
    this.#timed = this.#timed.filter(({ at }) => now - at <= this.#toleranceMs);
    return this.#timed.shift()?.draw ?? this.#beyond();
  }
}

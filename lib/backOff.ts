// How long to wait after the nth failure in a row.

export interface BackOff {
  /** After the first failure, and the most there is; in milliseconds. */
  readonly minMs: number;
  readonly maxMs: number;
  /** By how much each failure lengthens it; 2 unless told. */
  readonly factor?: number;
  /** Which part of it is left to chance, from 0 to 1; 0.5 unless told. */
  readonly jitter?: number;
}

const FACTOR = 2;
/** Those who lost the same node come back spread over half the time, and nobody comes back at once. */
const JITTER = 0.5;

/**
 * Capped exponential back-off with "equal jitter": never longer than `maxMs`, never shorter than half of what it would
 * be without chance. Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog 2015.
 *
 * @param failures in a row, from 1
 * @param random the next number in [0, 1)
 * @returns whole milliseconds
 * @example backOffMs({ minMs: 1_000, maxMs: 600_000 }, 3, () => 0) // 4000
 */
export const backOffMs = (
  { minMs, maxMs, factor = FACTOR, jitter = JITTER }: BackOff,
  failures: number,
  random: () => number,
): number => Math.round(Math.min(maxMs, minMs * factor ** (failures - 1)) * (1 - jitter * random()));

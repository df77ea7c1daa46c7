// Durations as people write them: `250ms`, `90s`, `1h30m`, `2d`. Inside the program they are milliseconds.

/** A duration that cannot be read; the message holds the text. */
export class DurationError extends Error {
  override readonly name = 'DurationError';
}

const SHAPE = /^(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?(?:(\d{1,15})ms)?$/;
/** In the order of the groups of SHAPE. */
const UNITS = [['d', 86_400_000], ['h', 3_600_000], ['m', 60_000], ['s', 1_000], ['ms', 1]] as const;
/** A century: longer than any node runs, and an end that still is a date with four digits for its year. */
export const DURATION_MS_MAX = 36_525 * 86_400_000;
const QUOTED_MAX = 40;

/**
 * Reads a duration: whole numbers with the units d, h, m, s and ms, each at most once, the largest first.
 *
 * @returns milliseconds.
 * @throws DurationError when it is not one, or longer than a century.
 * @example parseDuration('1h30m') // 5_400_000
 */
export const parseDuration = (text: string): number => {
  const quoted = JSON.stringify(text.slice(0, QUOTED_MAX));
  const match = SHAPE.exec(text);
  if (!match || text === '') throw new DurationError(`duration ${quoted}: not like 250ms, 90s, 10m, 1h30m or 2d`);
  const ms = UNITS.reduce((sum, [, unitMs], at) => sum + Number(match[at + 1] ?? 0) * unitMs, 0);
  if (ms > DURATION_MS_MAX) throw new DurationError(`duration ${quoted}: limit ${formatDuration(DURATION_MS_MAX)}`);
  return ms;
};

/**
 * Writes what `parseDuration` reads, in as few units as it takes; parts of a millisecond are rounded away.
 *
 * @example formatDuration(5_400_000) // '1h30m'
 */
export const formatDuration = (ms: number): string => {
  let rest = Math.round(Math.abs(ms));
  const parts = UNITS.map(([unit, unitMs]) => {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    return count === 0 ? '' : `${count}${unit}`;
  });
  return `${Math.round(ms) < 0 ? '-' : ''}${parts.join('') || '0s'}`;
};

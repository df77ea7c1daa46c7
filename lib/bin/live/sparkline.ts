// A row of numbers as a row of bars: how something has moved lately, in a few characters.

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** The highest bar stands for this much of the lowest at least, so that what hardly moves looks as if it did not. */
const SPREAD_MIN = 2;

/**
 * Bars from the least of the numbers to the most; a gap where there was none.
 *
 * @example sparkline([1, 2, 4, null, 1]) // '▁▃█ ▁'
 */
export const sparkline = (numbers: readonly (number | null)[]): string => {
  const known = numbers.filter((number) => number !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const range = Math.max(high, low * SPREAD_MIN) - low;
  const bar = (number: number): string =>
    BARS[range === 0 ? 0 : Math.round(((number - low) / range) * (BARS.length - 1))] ?? ' ';
  return numbers.map((number) => (number === null ? ' ' : bar(number))).join('');
};

// Tables as text: columns as wide as they must be, and narrower where the terminal is.

const GAP = '  ';
/** A column is not made narrower than that: less says nothing. */
const COLUMN_MIN = 4;

const widest = (widths: readonly number[]): number => widths.indexOf(Math.max(...widths));

/** Takes from the widest column until all of them fit. */
const fitted = (natural: readonly number[], width: number): readonly number[] => {
  const widths = [...natural];
  const room = width - GAP.length * (widths.length - 1);
  for (let sum = widths.reduce((all, one) => all + one, 0); sum > room; sum--) {
    const at = widest(widths);
    if ((widths[at] ?? 0) <= COLUMN_MIN) break;
    widths[at] = (widths[at] ?? 0) - 1;
  }
  return widths;
};

const cell = (text: string, width: number): string =>
  text.length <= width ? text.padEnd(width) : `${text.slice(0, Math.max(0, width - 1))}…`;

/**
 * @param rows the first one is the heading; all of the same length
 * @param width in characters
 * @example columns([['PEER', 'NODE'], ['out-3', '4kxqabcd']], 80) // ['PEER   NODE', 'out-3  4kxqabcd']
 */
export const columns = (rows: readonly (readonly string[])[], width: number): readonly string[] => {
  const natural = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const widths = fitted(natural, width);
  return rows.map((row) => row.map((text, at) => cell(text, widths[at] ?? 0)).join(GAP).trimEnd());
};

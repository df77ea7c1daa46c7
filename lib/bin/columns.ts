// Tables as text: columns as wide as they must be, and fewer or narrower ones where the terminal is narrow.

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

const wide = (widths: readonly number[]): number =>
  widths.reduce((sum, one) => sum + one + GAP.length, -GAP.length);

/** How many columns are shown: those at the end that may be left out are, until the others fit as they are. */
const shown = (natural: readonly number[], width: number, droppable: number): number => {
  let count = natural.length;
  while (count > natural.length - droppable && wide(natural.slice(0, count)) > width) count--;
  return count;
};

const cell = (text: string, width: number): string =>
  text.length <= width ? text.padEnd(width) : `${text.slice(0, Math.max(0, width - 1))}…`;

export interface Table {
  readonly lines: readonly string[];
  /** The headings of the columns that there was no room for. */
  readonly leftOut: readonly string[];
}

/**
 * @param rows the first one is the heading; all of the same length
 * @param width in characters
 * @param droppable how many of the last columns are left out, one by one, before any is cut
 * @example table([['PEER', 'NODE'], ['out-3', '4kxqabcd']], 8, 1) // { lines: ['PEER', 'out-3'], leftOut: ['NODE'] }
 */
export const table = (rows: readonly (readonly string[])[], width: number, droppable = 0): Table => {
  const heading = rows[0] ?? [];
  const natural = heading.map((_, at) => rows.reduce((most, row) => Math.max(most, row[at]?.length ?? 0), 0));
  const count = shown(natural, width, droppable);
  const widths = fitted(natural.slice(0, count), width);
  const lines = rows.map((row) =>
    row.slice(0, count).map((text, at) => cell(text, widths[at] ?? 0)).join(GAP).trimEnd());
  return { lines, leftOut: heading.slice(count) };
};

/** @example columns([['PEER', 'NODE'], ['out-3', '4kxqabcd']], 80) // ['PEER   NODE', 'out-3  4kxqabcd'] */
export const columns = (rows: readonly (readonly string[])[], width: number, droppable = 0): readonly string[] =>
  table(rows, width, droppable).lines;

/** What a narrow terminal does not show, in a line of its own; nothing when it shows all. */
export const leftOutNote = (names: readonly string[]): readonly string[] =>
  names.length === 0 ? [] : [`no room for ${[...new Set(names)].join(', ')}: a wider terminal shows more, --json all`];

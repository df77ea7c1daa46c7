// What commands print, and how wide.

/** Where nobody says how wide: a file, a pipe. */
const COLUMNS = 80;

export const width = (): number => process.stdout.columns || COLUMNS;

export const print = (...lines: readonly string[]): void => {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
};

export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

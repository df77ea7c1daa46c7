// What commands print, and how wide.

/** A file or a pipe has no width: what goes there is cut nowhere, unless `COLUMNS` says so. */
export const width = (): number => process.stdout.columns || Number(process.env['COLUMNS']) || Infinity;

export const print = (...lines: readonly string[]): void => {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
};

export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

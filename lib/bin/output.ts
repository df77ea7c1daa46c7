// What commands print, and how wide.

/** A file or a pipe has no width: what goes there is cut nowhere, unless `COLUMNS` says so. */
export const width = (): number => process.stdout.columns || Number(process.env['COLUMNS']) || Infinity;

export const print = (...lines: readonly string[]): void => {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
};

/** For people as well, who may look at it. */
export const jsonText = (value: unknown): string => JSON.stringify(value, null, 2);

export const printJson = (value: unknown): void => print(jsonText(value));

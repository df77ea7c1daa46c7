// Something wrong at one place of a configuration, before anybody knows which line that is.

export type Path = readonly (string | number)[];

export interface Finding {
  readonly path: Path;
  /** The place is the key itself, not its value: nobody knows it. */
  readonly atKey?: true;
  readonly what: string;
}

/** A path as it is written for people: `peers[1]`, `redial.max`. */
export const showPath = (path: Path): string =>
  path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');

const SHOWN_MAX = 60;

/** A value as a message shows it, cut to a length that leaves the line readable. */
export const show = (value: unknown): string => {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'a map';
  const text = JSON.stringify(value);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
};

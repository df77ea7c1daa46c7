// What is wrong with a configuration: every problem at once, each with its place.

export interface Problem {
  readonly file: string;
  /** From 1; absent where there is no text, as for the flags of a command line. */
  readonly line?: number;
  readonly column?: number;
  /** `peers[1]`, `redial.max`; empty for the text as a whole. */
  readonly path: string;
  readonly what: string;
}

/** One file cannot fill a screen for ever: what is beyond is counted. */
export const PROBLEMS_SHOWN_MAX = 50;

/** Two bytes of a list can be one problem: a program that is given the error gets no hundred times the file. */
export const PROBLEMS_KEPT_MAX = 256;

const lineOf = ({ file, line, column, path, what }: Problem): string => {
  const place = line === undefined || column === undefined ? file : `${file}:${line}:${column}`;
  return `${place}${line === undefined ? ':' : ''} ${path === '' ? '' : `${path}: `}${what}`;
};

/** A configuration that cannot be used; the message has one line a problem: `file:line:column path: what is wrong`. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** The first 256; the message counts the others. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    const shown = problems.slice(0, PROBLEMS_SHOWN_MAX).map(lineOf);
    const left = problems.length - shown.length;
    super([...shown, ...(left > 0 ? [`and ${left} more`] : [])].join('\n'), options);
    this.problems = problems.slice(0, PROBLEMS_KEPT_MAX);
  }
}

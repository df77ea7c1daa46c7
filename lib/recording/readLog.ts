// A log, line by line, as the bursts it was recorded in. A log whose tail was cut off is read up to the cut.
import { messageOf } from '../errors.ts';
import { LOG_VERSION, type LogHeader, type LogLine } from './logLine.ts';

type Line<K extends LogLine[0]> = Extract<LogLine, readonly [K, ...unknown[]]>;

/** What one happening outside led to. */
export interface Burst {
  readonly began: Line<'o'> | Line<'w'>;
  readonly within: readonly Line<'i'>[];
  readonly draws: readonly number[];
  readonly commands: readonly Line<'c'>[];
  /** Nothing says that it is whole: the log ends with it, and not in good order. */
  readonly isCut: boolean;
}

/** A log that cannot be replayed; the message names the line and what is wrong with it. */
export class LogError extends Error {
  override readonly name = 'LogError';
}

const KINDS: ReadonlySet<unknown> = new Set(['o', 'w', 'i', 'r', 'c', 'z']);

const parsed = (text: string, number: number): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new LogError(`line ${number}: ${messageOf(error)}`, { cause: error });
  }
};

export const readHeader = (text: string): LogHeader => {
  const header = parsed(text, 1);
  const version = typeof header === 'object' && header !== null && 'millrace' in header ? header.millrace : undefined;
  if (version === LOG_VERSION) return header as LogHeader;
  if (typeof version !== 'number') throw new LogError('line 1: not the beginning of a recording');
  throw new LogError(`line 1: recording of version ${version}, version ${LOG_VERSION} can be replayed`);
};

const lineOf = (text: string, number: number): LogLine => {
  const line = parsed(text, number);
  if (Array.isArray(line) && KINDS.has(line[0])) return line as unknown as LogLine;
  throw new LogError(`line ${number}: ${text.slice(0, 40)} is no line of a recording`);
};

interface Open {
  readonly began: Line<'o'> | Line<'w'>;
  readonly within: Line<'i'>[];
  readonly draws: number[];
  readonly commands: Line<'c'>[];
}

const add = (open: Open, line: Line<'i'> | Line<'r'> | Line<'c'>): void => {
  if (line[0] === 'i') open.within.push(line);
  else if (line[0] === 'c') open.commands.push(line);
  else open.draws.push(...line.slice(1) as number[]);
};

/**
 * @param lines without the header; the last one may be cut in the middle
 * @throws LogError when a line before the last one is not of a recording
 */
export function* readBursts(lines: Iterable<string>): Generator<Burst> {
  let open: Open | undefined;
  let number = 1;
  let late: LogError | undefined;
  for (const text of lines) {
    number += 1;
    if (text === '') continue;
    if (late !== undefined) throw late; // it was not the last line, so it was not a cut
    let line: LogLine;
    try {
      line = lineOf(text, number);
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      late = error;
      continue;
    }
    if (line[0] === 'o' || line[0] === 'w' || line[0] === 'z') {
      if (open !== undefined) yield { ...open, isCut: false };
      open = line[0] === 'z' ? undefined : { began: line, within: [], draws: [], commands: [] };
    } else if (open !== undefined) add(open, line);
  }
  if (open !== undefined) yield { ...open, isCut: true };
}

// A log, line by line, as the bursts it was recorded in. A log whose tail was cut off is read up to the cut.
import { isNodeId } from '../nodeId.ts';
import { LogError } from './logError.ts';
import { LOG_VERSION, type LineOf, type LogHeader, type LogLine } from './logLine.ts';
import { parsedLine, unpacking } from './pack.ts';

/** What one happening outside led to. */
export interface Burst {
  /** `undefined` for the start, when the parts were made and nothing had happened yet. */
  readonly began: LineOf<'o'> | LineOf<'w'> | LineOf<'p'> | undefined;
  readonly within: readonly LineOf<'i'>[];
  readonly draws: readonly number[];
  readonly commands: readonly LineOf<'c'>[];
  /** Nothing says that it is whole: the log ends with it, and not in good order. */
  readonly isCut: boolean;
}

export interface Log {
  readonly header: LogHeader;
  /** The start first. To be gone through once. */
  readonly bursts: Iterable<Burst>;
}

/** What a Date can hold: ECMA-262, "Time Values and Time Range". */
const TIME_MS_MAX = 8.64e15;

const isTime = (at: unknown): at is number => typeof at === 'number' && at >= 0 && at <= TIME_MS_MAX;

const isText = (value: unknown): value is string => typeof value === 'string';

/** All that a fresh state is made of: what is missing there is missed anywhere. */
const isSelf = (self: Partial<LogHeader['self']> | null | undefined): boolean => {
  if (typeof self !== 'object' || self === null) return false;
  const { node, boot, network, label, version, bookKey, startedAt } = self;
  return isText(node) && isNodeId(node) && [boot, network, label, version, bookKey].every(isText) && isTime(startedAt);
};

const isHeader = (header: unknown): header is LogHeader => {
  if (typeof header !== 'object' || header === null || !('millrace' in header)) return false;
  const { self, at, ...lists } = header as Partial<LogHeader>;
  const names: readonly unknown[] = [lists.sources, lists.effects, lists.reducers, lists.policies, lists.guards];
  return isTime(at) && isSelf(self) && names.every((list) => Array.isArray(list) && list.every(isText));
};

export const readHeader = (text: string): LogHeader => {
  const header = parsedLine(text, 1);
  const version = typeof header === 'object' && header !== null && 'millrace' in header ? header.millrace : undefined;
  if (typeof version === 'number' && version !== LOG_VERSION) {
    throw new LogError(`line 1: recording of version ${version}, version ${LOG_VERSION} can be replayed`);
  }
  if (!isHeader(header)) throw new LogError('line 1: not the beginning of a recording');
  return header;
};

interface Open {
  readonly began: Burst['began'];
  readonly within: LineOf<'i'>[];
  readonly draws: number[];
  readonly commands: LineOf<'c'>[];
}

const opened = (began: Burst['began']): Open => ({ began, within: [], draws: [], commands: [] });

/** Of chance in one burst: what a policy draws for every one of 10,000 peers, many times over. */
const DRAWS_MAX = 10_000_000;

const add = (open: Open, line: LineOf<'i'> | LineOf<'r'> | LineOf<'c'>, number: number): void => {
  if (line[0] === 'i') open.within.push(line);
  else if (line[0] === 'c') open.commands.push(line);
  else for (let at = 1; at < line.length; at++) open.draws.push(line[at] as number); // spread, they fill the stack
  if (open.draws.length > DRAWS_MAX) {
    throw new LogError(`line ${number}: chance was drawn more than ${DRAWS_MAX} times in one burst`);
  }
};

/** Every line but the last one must be whole: that one may be what a crash or a full disk has left of it. */
function* wholeLines(texts: Iterable<string>, read: (text: string, number: number) => LogLine): Generator<LogLine> {
  let number = 1;
  let cut: LogError | undefined;
  for (const text of texts) {
    number += 1;
    if (text === '') continue;
    if (cut !== undefined) throw cut; // it was not the last line, so it was not a cut
    try {
      yield read(text, number);
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      cut = error;
    }
  }
}

/**
 * @param lines without the header; the last one may be cut in the middle
 * @throws LogError when a line before the last one is not of a recording
 */
export function* readBursts(header: LogHeader, lines: Iterable<string>): Generator<Burst> {
  let open: Open | undefined = opened(undefined);
  let number = 1;
  for (const line of wholeLines(lines, unpacking(header))) {
    number += 1;
    switch (line[0]) {
      case 'o':
      case 'w':
      case 'p':
        if (open !== undefined) yield { ...open, isCut: false };
        open = opened(line);
        break;
      case 'z':
        if (open !== undefined) yield { ...open, isCut: false };
        open = undefined;
        break;
      default:
        if (open === undefined) throw new LogError(`line ${number}: comes after the end`);
        add(open, line, number);
    }
  }
  if (open !== undefined) yield { ...open, isCut: true };
}

const first = <T>(texts: Iterable<T>): readonly [T | undefined, Iterable<T>] => {
  const all = texts[Symbol.iterator]();
  const { done, value } = all.next() as IteratorResult<T, undefined>;
  const rest: Iterable<T> = { [Symbol.iterator]: () => all };
  return [done === true ? undefined : value, rest];
};

/**
 * @param lines of the log, with the header; they are read as the bursts are gone through
 * @throws LogError at once when it is not the beginning of a recording of this version
 * @example const { header, bursts } = readLog(readLogFile('run.log'));
 */
export const readLog = (lines: Iterable<string>): Log => {
  const [text = '', rest] = first(lines);
  if (text === '') throw new LogError('line 1: empty: nothing was recorded');
  const header = readHeader(text);
  return { header, bursts: readBursts(header, rest) };
};

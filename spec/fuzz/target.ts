// What is fuzzed: a decoder, what it may throw, and what must hold of all that it returns.
import { kindOf, shapeOf } from './kind.ts';
import { weightOf } from './weight.ts';

/** The design for reliability: no growth over four times the input. */
export const GROWTH_MAX = 4;
/** What a short input may weigh all the same: an error message, and fields that have a value where none was given. */
const ALLOWANCE = 1_024;

type ErrorClass = abstract new (...args: never[]) => Error;

export interface Outcome {
  /** Which of its ways the decoder took. */
  readonly kind: string;
  readonly ms: number;
  /** What must not be, as a sentence. */
  readonly wrong?: string;
}

export interface Target {
  readonly name: string;
  readonly isText: boolean;
  /** Made when asked for: some take keys and maps. */
  readonly seeds: () => readonly Uint8Array[];
  readonly words: readonly Uint8Array[];
  /** Puts checksums and lengths right again, which chance never does. */
  readonly mend?: (bytes: Uint8Array) => Uint8Array;
  /** How many inputs are tried in `npm test`. */
  readonly short: number;
  readonly hangMs: number;
  readonly run: (bytes: Uint8Array) => Outcome;
}

interface Terms<I, T> {
  readonly decode: (input: I) => T;
  /** Its declared errors; what else it throws is a finding. */
  readonly errors: readonly ErrorClass[];
  readonly seeds: () => readonly I[];
  /** What is wrong with what was decoded, if anything: it must be written as the same again. */
  readonly again?: (value: T, input: I) => string | undefined;
  readonly kind?: (value: T) => string;
  readonly words?: readonly I[];
  readonly mend?: (input: I) => I;
  readonly allowance?: number;
  readonly short?: number;
  readonly hangMs?: number;
}

const SHORT = 500;
/** The design for reliability: no hang over 10 ms. */
const HANG_MS = 10;
/** For files, which are read once, before a node starts: 64 KiB of YAML take a third of a second. */
export const FILE_MS = 1_000;

const weightOfError = ({ message, ...rest }: Error & { readonly problems?: unknown }): number =>
  weightOf([message, rest.problems]);

const tried = <I, T>({ decode, errors, again, kind = kindOf, allowance = ALLOWANCE }: Terms<I, T>) =>
  (input: I, bytes: number): Outcome => {
    const most = GROWTH_MAX * bytes + allowance;
    const began = performance.now();
    let value: T;
    try {
      value = decode(input);
    } catch (error) {
      const [ms, shape] = [performance.now() - began, shapeOf(error)];
      if (!errors.some((one) => error instanceof one)) return { kind: shape, ms, wrong: `throws ${shape}` };
      const weight = weightOfError(error as Error);
      return weight <= most ? { kind: shape, ms } : { kind: shape, ms, wrong: `throws ${weight} for ${bytes} bytes` };
    }
    const ms = performance.now() - began;
    const reached = `ok ${kind(value)}`;
    const weight = weightOf(value);
    if (weight > most) return { kind: reached, ms, wrong: `returns ${weight} for ${bytes} bytes` };
    const wrong = judged(again, value, input);
    return wrong === undefined ? { kind: reached, ms } : { kind: reached, ms, wrong };
  };

const judged = <I, T>(again: Terms<I, T>['again'], value: T, input: I): string | undefined => {
  try {
    return again?.(value, input);
  } catch (error) {
    return `cannot be written again: ${shapeOf(error)}`;
  }
};

/** A decoder of bytes. */
export const binary = <T>(name: string, terms: Terms<Uint8Array, T>): Target => {
  const run = tried(terms);
  const { seeds, words = [], mend, short = SHORT, hangMs = HANG_MS } = terms;
  return {
    name, isText: false, seeds, words, short, hangMs, ...(mend && { mend }), run: (bytes) => run(bytes, bytes.length),
  };
};

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');

/** A decoder of text: what is not UTF-8 becomes U+FFFD before it comes there, as it does for a file. */
export const textual = <T>(name: string, terms: Terms<string, T>): Target => {
  const run = tried(terms);
  const { seeds, words = [], mend, short = SHORT, hangMs = HANG_MS } = terms;
  const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8');
  return {
    name, isText: true, short, hangMs,
    seeds: () => seeds().map(bytesOf), words: words.map(bytesOf),
    ...(mend && { mend: (bytes: Uint8Array) => bytesOf(mend(textOf(bytes))) }),
    run: (bytes) => run(textOf(bytes), bytes.length),
  };
};

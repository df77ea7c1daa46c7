// What a marble test that failed says: both diagrams, and one line for each notification.
import { diagrams } from './diagrams.ts';
import { firstDifference } from './firstDifference.ts';
import { letters, type LetterOf, type Values } from './letters.ts';
import { isSame, type Message } from './message.ts';
import { show } from './show.ts';

/** Two streams are not the same. Any test runner shows its message; none needs to draw a diff of its own. */
export class MarblesError extends Error {
  override readonly name = 'MarblesError';
  readonly actual: unknown;
  readonly expected: unknown;
  /** Read by mocha: its own diff of two lists of frames would say less. */
  readonly showDiff = false;

  constructor(message: string, actual: unknown, expected: unknown) {
    super(message);
    this.actual = actual;
    this.expected = expected;
  }
}

interface Line {
  readonly mark: ' ' | '-' | '+';
  readonly message: Message;
}

/** How many notifications two lists have in common, in order, from each place on; by the table of every textbook. */
const commonFrom = (actual: readonly Message[], expected: readonly Message[]): ((i: number, j: number) => number) => {
  const lengths = Array.from({ length: actual.length + 1 }, () => new Array<number>(expected.length + 1).fill(0));
  const common = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = actual.length - 1; i >= 0; i--) {
    const row = lengths[i] ?? [];
    for (let j = expected.length - 1; j >= 0; j--) {
      row[j] = isSame(actual[i], expected[j]) ? common(i + 1, j + 1) + 1 : Math.max(common(i + 1, j), common(i, j + 1));
    }
  }
  return common;
};

const linesOf = (actual: readonly Message[], expected: readonly Message[]): readonly Line[] => {
  const common = commonFrom(actual, expected);
  const lines: Line[] = [];
  for (let [i, j] = [0, 0]; ; ) {
    const [given, wanted] = [actual[i], expected[j]];
    const isShared = isSame(given, wanted);
    if (given !== undefined && (wanted === undefined || isShared || common(i + 1, j) >= common(i, j + 1))) {
      lines.push({ mark: isShared ? ' ' : '-', message: given });
      if (isShared) j += 1;
      i += 1;
    } else if (wanted !== undefined) {
      lines.push({ mark: '+', message: wanted });
      j += 1;
    } else return lines;
  }
};

const said = ({ notification }: Message, letter: string): string => {
  switch (notification.kind) {
    case 'N':
      return `${letter} ${show(notification.value)}`;
    case 'E':
      return `# ${show(notification.error)}`;
    case 'C':
      return '| complete';
  }
};

const written = ({ mark, message }: Line, width: number, letterOf: LetterOf): string =>
  `${mark} ${`${message.frame}ms`.padStart(width)} ${said(message, letterOf(message))}`;

/** For values that came at their time, but not as expected. */
const hints = (actual: readonly Message[], expected: readonly Message[]): readonly string[] =>
  actual.flatMap((message, at) => {
    const wanted = expected[at];
    if (wanted?.frame !== message.frame || isSame(message, wanted)) return [];
    if (message.notification.kind !== 'N' || wanted.notification.kind !== 'N') return [];
    const difference = firstDifference(message.notification.value, wanted.notification.value);
    return difference === undefined ? [] : [`at ${message.frame}ms: ${difference}`];
  });

/** @param values the letters of the expected diagram, as the test gave them */
export const marblesError = (
  actual: readonly Message[],
  expected: readonly Message[],
  values: Values | undefined,
): MarblesError => {
  const letterOf = letters(values, expected);
  const [given, wanted] = diagrams(actual, expected, letterOf);
  const lines = linesOf(actual, expected);
  const width = Math.max(0, ...lines.map(({ message }) => `${message.frame}ms`.length));
  const message = [
    'marbles differ (- actual + expected)',
    `  actual:   ${given}`,
    `  expected: ${wanted}`,
    ...lines.map((line) => written(line, width, letterOf)),
    ...hints(actual, expected),
  ].join('\n');
  return new MarblesError(message, actual, expected);
};

// Two marble diagrams, one under the other, with the same moment in the same column.
import type { LetterOf } from './letters.ts';
import type { Message } from './message.ts';

/** Longer silences are written as a duration: nobody counts twenty dashes. */
const DASHES_MAX = 20;

const cellsOf = (messages: readonly Message[], letterOf: LetterOf): ReadonlyMap<number, string> => {
  const cells = new Map<number, string>();
  for (const message of messages) cells.set(message.frame, (cells.get(message.frame) ?? '') + letterOf(message));
  return new Map([...cells].map(([frame, marks]) => [frame, marks.length > 1 ? `(${marks})` : marks]));
};

const silence = (frames: number): string => (frames > DASHES_MAX ? ` ${frames}ms ` : '-'.repeat(Math.max(0, frames)));

/** @returns the diagram of each, without dashes at the end */
export const diagrams = (
  actual: readonly Message[],
  expected: readonly Message[],
  letterOf: LetterOf,
): readonly [string, string] => {
  const wanted = cellsOf(expected, letterOf); // first, so that it has the first letters
  const given = cellsOf(actual, letterOf);
  const lines: [string, string] = ['', ''];
  let next = 0; // the first frame that is not drawn yet
  for (const frame of [...new Set([...given.keys(), ...wanted.keys()])].sort((a, b) => a - b)) {
    const cells = [given.get(frame) ?? '', wanted.get(frame) ?? ''] as const;
    const width = Math.max(cells[0].length, cells[1].length);
    const gap = silence(frame - next);
    lines[0] += gap + cells[0].padEnd(width, '-');
    lines[1] += gap + cells[1].padEnd(width, '-');
    next = Math.max(next, frame) + width;
  }
  return [withoutTail(lines[0]), withoutTail(lines[1])];
};

const withoutTail = (line: string): string => {
  const bare = line.replace(/(-| \d+ms )+$/, '');
  return bare === '' ? '-' : bare;
};

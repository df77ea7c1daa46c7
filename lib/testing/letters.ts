// Which letter stands for which value: those of the expected diagram, and new ones for what nobody expected.
import { equal } from './equal.ts';
import type { Message } from './message.ts';

export type Values = Readonly<Record<string, unknown>>;

/** The letter of a notification. */
export type LetterOf = (message: Message) => string;

const SPARE = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');

/** What stands for a value once the letters are used up. */
const NO_LETTER = '?';

/** @param values as the test gave them; without them each letter is its own value */
export const letters = (values: Values | undefined, expected: readonly Message[]): LetterOf => {
  const known: (readonly [string, unknown])[] = Object.entries(values ?? {}).filter(([letter]) => letter.length === 1);
  const own = expected.flatMap(({ notification }) => (notification.kind === 'N' ? [notification.value] : []));
  for (const value of values === undefined ? own : []) {
    if (typeof value === 'string' && value.length === 1) known.push([value, value]);
  }

  return ({ notification }) => {
    if (notification.kind === 'C') return '|';
    if (notification.kind === 'E') return '#';
    const { value } = notification;
    const found = known.find(([, other]) => equal(value, other));
    if (found !== undefined) return found[0];
    const letter = SPARE.find((spare) => known.every(([taken]) => taken !== spare)) ?? NO_LETTER;
    known.push([letter, value]);
    return letter;
  };
};

// What a remote wrote, fit for a log line: cut, and without anything that moves a cursor or turns the text around.
import { DETAIL_CHARS_MAX } from './sessionLimits.ts';

/** C0 and C1 controls, line separators, marks of direction, and halves of surrogate pairs. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

const escaped = (char: string): string => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;

/**
 * @param text UTF-8 or a string, of any length
 * @returns at most 200 characters of it, escapes not counted
 * @example legible('\u001b[2J') // '\\u{1b}[2J'
 */
export const legible = (text: Uint8Array | string): string => {
  const whole = typeof text === 'string' ? text : new TextDecoder().decode(text.subarray(0, 4 * DETAIL_CHARS_MAX));
  return whole.slice(0, DETAIL_CHARS_MAX).replace(UNFIT, escaped);
};

// Reads the values of flags; what cannot be read is said in commander's own form.
import { InvalidArgumentError } from 'commander';
import { formatAddress, parseAddress } from '../address.ts';
import { parseDuration } from '../duration.ts';
import { messageOf } from '../errors.ts';
import { nearest } from '../nearest.ts';

const reading = <T>(read: (text: string) => T) => (text: string): T => {
  try {
    return read(text);
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
};

/** Canonical. */
export const addressFlag = reading((text) => formatAddress(parseAddress(text)));

/** Milliseconds, at least one. */
export const durationFlag = reading((text) => {
  const ms = parseDuration(text);
  if (ms === 0) throw new RangeError('must be longer than nothing');
  return ms;
});

/** A whole number within bounds. */
export const numberFlag = (min: number, max: number): ((text: string) => number) =>
  reading((text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= min && value <= max)) throw new RangeError(`must be a whole number from ${min} to ${max}`);
    return value;
  });

/** At least one; what is too much the configuration's schema says. */
export const mebibytesFlag = numberFlag(1, 999_999_999);

/** Names out of those there are, with commas between them; the flag may be given again. */
export const namesFlag = (known: readonly string[]) =>
  (text: string, before: readonly string[] | undefined): readonly string[] => {
    const names = text.split(',').map((name) => name.trim());
    const wrong = names.find((name) => !known.includes(name));
    if (wrong === undefined) return [...(before ?? []), ...names];
    const near = nearest(wrong, known);
    const hint = near === undefined ? `there are ${known.join(', ')}` : `Did you mean ${near}?`;
    throw new InvalidArgumentError(`no ${JSON.stringify(wrong)}. ${hint}`);
  };

/** A moment: an ISO 8601 time, or how long ago it was. In milliseconds since 1970. */
export const sinceFlag = reading((text) => {
  if (!/^\d{4}-/.test(text)) return Date.now() - parseDuration(text);
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new RangeError(`${JSON.stringify(text)} is no time like 2026-01-31T12:00:00Z`);
  return at;
});

/** A flag that may be given more than once. */
export const list = <T>(read: (text: string) => T) => (text: string, before: readonly T[] | undefined): readonly T[] =>
  [...(before ?? []), read(text)];

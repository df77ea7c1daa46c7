// Reads the values of flags; what cannot be read is said in commander's own form.
import { InvalidArgumentError } from 'commander';
import { formatAddress, parseAddress } from '../address.ts';
import { parseDuration } from '../duration.ts';
import { messageOf } from '../errors.ts';

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

/** A flag that may be given more than once. */
export const list = <T>(read: (text: string) => T) => (text: string, before: readonly T[] | undefined): readonly T[] =>
  [...(before ?? []), read(text)];

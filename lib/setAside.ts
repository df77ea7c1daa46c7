// Keeps what is damaged out of the way of what is written next, so that it can still be read by hand.
import { linkSync, renameSync } from 'node:fs';
import { messageOf } from './errors.ts';
import { iso } from './iso.ts';

const asideOf = (file: string, now: number): string => `${file}.damaged-${iso(now).replaceAll(':', '-')}`;

const moved = (move: (from: string, to: string) => void) => (file: string, now: number): string => {
  const aside = asideOf(file, now);
  try {
    move(file, aside);
    return `set aside as ${aside}`;
  } catch (error) {
    return `could not be set aside: ${messageOf(error)}`;
  }
};

/**
 * Takes a file's name away from it: under its own name the next save would replace it. Never throws.
 *
 * @param now milliseconds since 1970, for its new name
 * @returns what became of it, for a message
 */
export const setAside = moved(renameSync);

/** The same of a file that stays in use: it has both names, until the next save replaces it under the first. */
export const keptAside = moved(linkSync);

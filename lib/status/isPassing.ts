// What comes all the time and matters only when something came of it: ticks, signs of life, pings.
import type { Entry } from '../journal.ts';

/** Left out where people look on, unless they ask for all. */
export const isPassing = (entry: Entry): boolean =>
  entry.kind === 'event'
    ? entry.event.type === 'ticked' || entry.event.type === 'peer-heard'
    : entry.kind === 'command' && entry.command.type === 'ping';

// What comes all the time and matters only when something came of it: ticks, signs of life, pings, beats.
import type { Command } from './command.ts';
import type { Event } from './event.ts';
import type { Entry } from './journal.ts';

const EVENTS: ReadonlySet<Event['type']> = new Set<Event['type']>([
  'ticked', 'peer-heard', 'links-reported', 'supply-chosen',
]);
const COMMANDS: ReadonlySet<Command['type']> = new Set<Command['type']>([
  'ping', 'beat', 'push', 'advertise', 'fetch', 'choose-supply',
]);

/** Left out where people look on, unless they ask for all; kept in journals once something names it as its cause. */
export const isPassing = (entry: Entry): boolean =>
  entry.kind === 'event' ? EVENTS.has(entry.event.type) :
  entry.kind === 'command' && COMMANDS.has(entry.command.type);

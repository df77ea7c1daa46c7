// One entry of the journal as a plain English sentence with its time.
import type { Entry, EntryId } from '../journal.ts';
import { commandPhrase } from './commandPhrase.ts';
import { eventPhrase } from './eventPhrase.ts';
import { clock } from './inWords.ts';
import { becauseOf, decidedBy, weighing } from './whoDecided.ts';

export type Lookup = (id: EntryId) => Entry | undefined;

/** What a decision leads to in the next moment; what comes later of it is told without it. */
const DECIDED: ReadonlySet<string> =
  new Set(['dial-started', 'peer-closing', 'address-deferred', 'subject-banned', 'subject-unbanned']);

const saying = (entry: Entry, lookup: Lookup): string => {
  if (entry.kind === 'command') {
    return `${decidedBy(entry)} to ${commandPhrase(entry.command)}${weighing(entry.inputs)}`;
  }
  const text = eventPhrase(entry.event);
  const cause = entry.cause === undefined || !DECIDED.has(entry.event.type) ? undefined : lookup(entry.cause);
  return cause?.kind === 'command' ? `${text}, ${becauseOf(cause)}` : text;
};

/**
 * @param lookup finds the entry's cause, which the sentence may name
 * @returns the time of day in UTC, two spaces, and what happened, was decided or was refused
 * @example sentence(entry, (id) => journal.get(id))
 * // '12:03:04.512  dialled 127.0.0.1:7001 as out-3, because policy dialIdle chose it (outgoing 1, target 8)'
 */
export const sentence = (entry: Entry, lookup: Lookup): string => `${clock(entry.at)}  ${saying(entry, lookup)}`;

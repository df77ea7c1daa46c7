// Where a replay and its recording part, in sentences: either command, and what led to it.
import type { Command } from '../command.ts';
import type { Entry, EntryId } from '../journal.ts';
import type { Difference, Told } from '../recording/replayed.ts';
import { sentence, type Lookup } from '../status/sentence.ts';

/** Further back than that, both are the same anyhow. */
const CHAIN_MAX = 12;

const entryOf = ({ id, by, cause, command }: Told, at: number): Entry => ({
  kind: 'command',
  id,
  at,
  by,
  ...(cause === undefined ? {} : { cause }),
  command: JSON.parse(command) as Command,
});

const chain = (first: Entry, lookup: Lookup): readonly string[] => {
  const texts: string[] = [];
  let entry: Entry | undefined = first;
  while (entry !== undefined && texts.length < CHAIN_MAX) {
    texts.push(`  ${sentence(entry, lookup)}`);
    entry = entry.cause === undefined ? undefined : lookup(entry.cause);
  }
  return texts;
};

const side = (name: string, told: Told | undefined, at: number, lookup: Lookup): readonly string[] => {
  if (told === undefined) return [`${name}: nothing more`];
  return [`${name}, number ${told.id} of the journal: ${told.command}`, ...chain(entryOf(told, at), lookup)];
};

/** @param get finds what the replay has journalled: up to the difference that is what was recorded as well */
export const differenceText = (
  { number, at, what, recorded, replayed }: Difference,
  get: (id: EntryId) => Entry | undefined,
): readonly string[] =>
  recorded === undefined && replayed === undefined
    ? [`after ${number} commands: ${what}`]
    : [
        `command ${number}: ${what}`,
        ...side('recorded', recorded, at, get),
        ...side('replayed', replayed, at, get),
      ];

// What a replay came to: how many commands, and the first that was another one.
import type { Command } from '../command.ts';
import type { EntryId } from '../journal.ts';

/** One command, in the canonical form that is compared: the same bytes for the same command. */
export interface Told {
  readonly id: EntryId;
  readonly by: string;
  readonly cause?: EntryId;
  readonly command: string;
}

/** The first place where the replay is not what was recorded. */
export interface Difference {
  /** The command's number, counted from 1, and the time of its burst. */
  readonly number: number;
  readonly at: number;
  readonly what: string;
  readonly recorded?: Told;
  readonly replayed?: Told;
}

export interface Replayed {
  /** How many commands were compared. */
  readonly commands: number;
  readonly same: boolean;
  readonly firstDifference?: Difference;
  /** The recording does not end in good order: whether its last burst is whole cannot be known. */
  readonly isCut: boolean;
  /** The time of the last burst, in milliseconds since 1970. */
  readonly until: number;
}

export const told = (id: EntryId, by: string, cause: EntryId | null | undefined, command: Command): Told => ({
  id,
  by,
  ...(cause === undefined || cause === null ? {} : { cause }),
  command: JSON.stringify(command),
});

export const isSame = (a: Told, b: Told): boolean =>
  a.id === b.id && a.by === b.by && a.cause === b.cause && a.command === b.command;

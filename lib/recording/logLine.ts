// What a recording is made of: all that a node cannot compute again, and the commands that came of it, to compare.
//
// After the header comes the start, in which the parts were made, and then one burst after the other. A line is an
// array, since keys would be half of it (`pack.ts` writes it shorter still). What is not a command is an input:
//
//     ["o", at, by, event, cause?]     a burst began: a source or an effect told of an event
//     ["w", at, timer]                 a burst began: the policies' timer of that number fired
//     ["p", at, by, command, cause?]   a burst began: a policy spoke of its own accord, by a clock not the node's
//     ["i", turn, by, event, cause?]   within a burst, while that turn was being taken, another event came
//     ["r", number, ...]               chance, in the order it was drawn
//     ["c", id, by, cause, command]    a command was issued
//     ["z"]                            the end, in good order
import type { Command } from '../command.ts';
import type { Event } from '../event.ts';
import type { EntryId } from '../journal.ts';
import type { Self } from '../state.ts';

/** Raised when older logs can no longer be replayed. */
export const LOG_VERSION = 1;

/** The first line: whose run it is, and what was made of it. */
export interface LogHeader {
  readonly millrace: number;
  /** The time of the start, in milliseconds since 1970. */
  readonly at: number;
  readonly self: Self;
  /** The names of the parts, so that a replay has the same, and one with others is noticed. */
  readonly sources: readonly string[];
  readonly effects: readonly string[];
  readonly reducers: readonly string[];
  readonly policies: readonly string[];
  readonly guards: readonly string[];
  /** The numbers they were made with. */
  readonly habits: unknown;
}

export type LogLine =
  | readonly ['o', number, string, Event, EntryId?]
  | readonly ['w', number, number]
  | readonly ['p', number, string, Command, EntryId?]
  | readonly ['i', EntryId, string, Event, EntryId?]
  | readonly ['r', ...number[]]
  | readonly ['c', EntryId, string, EntryId | null, Command]
  | readonly ['z'];

export type LineOf<K extends LogLine[0]> = Extract<LogLine, readonly [K, ...unknown[]]>;

/** Where a recording goes, line by line. Never throws: a recording that cannot go on ends, and the node goes on. */
export interface LogWriter {
  write(line: LogHeader | LogLine): void;
}

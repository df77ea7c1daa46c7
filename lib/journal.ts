// What happened, what was decided and what was refused, each with an id, a time, who and because of what.
import type { Inputs } from './because.ts';
import type { Command } from './command.ts';
import type { Event, EventOf } from './event.ts';

/** Counts up by one from 1 within a process. */
export type EntryId = number;

export interface Origin {
  readonly id: EntryId;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The source, reducer, policy, guard or effect it came from, by name. */
  readonly by: string;
  /** The entry that led to it; absent for what came from outside. */
  readonly cause?: EntryId;
}

export type Entry =
  | (Origin & { readonly kind: 'event'; readonly event: Event })
  | (Origin & { readonly kind: 'command'; readonly command: Command; readonly inputs?: Inputs })
  | (Origin & { readonly kind: 'refusal'; readonly event: EventOf<'command-refused'> });

/** Where the loop writes. It calls `record` once for every entry, in order of their ids. */
export interface Journal {
  record(entry: Entry): void;
}

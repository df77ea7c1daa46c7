// What carries commands out: an operator from commands that passed the guards to the events that come of them.
import type { OperatorFunction } from 'rxjs';
import type { Command } from './command.ts';
import type { Event } from './event.ts';
import type { EntryId } from './journal.ts';
import type { State } from './state.ts';

/** A command on its way into the world, with the state it was judged by. */
export interface Issued {
  readonly id: EntryId;
  readonly command: Command;
  readonly state: State;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** An event, and the journal entry it goes back to: for a connection, the last command its Peer was given. */
export interface Caused {
  readonly event: Event;
  readonly cause?: EntryId;
}

/** Never errors: what goes wrong is an event. Takes the commands it knows and leaves the others to other effects. */
export type Effect = OperatorFunction<Issued, Caused>;

/** By name: the journal shows it as the one an event came from. */
export type Effects = Readonly<Record<string, Effect>>;

// What a policy sees: an event, and the state that it led to. One value, so that neither can be of another moment.
import type { Event } from './event.ts';
import type { EntryId } from './journal.ts';
import type { State } from './state.ts';

/** An immutable snapshot: it may be kept and compared. */
export interface Step<E extends Event = Event> {
  /** The event's place in the journal: what a command names as its cause. */
  readonly id: EntryId;
  readonly event: E;
  readonly state: State;
  /** Milliseconds since 1970. */
  readonly now: number;
}

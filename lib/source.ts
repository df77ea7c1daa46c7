// Where events come from: ticks, sockets, files, signals, operators.
import type { Observable } from 'rxjs';
import type { Event } from './event.ts';

/** Cold, and never errors: what goes wrong is an event. Unsubscribing lets go of everything it opened. */
export type Source = Observable<Event>;

/** By name: the journal shows it as the one an event came from. */
export type Sources = Readonly<Record<string, Source>>;

// A state some events later, by the real reducers.
import { defaultReducers } from '../defaultReducers.ts';
import type { Event } from '../event.ts';
import type { Reducers } from '../reducer.ts';
import type { State } from '../state.ts';

/** @internal */
export const reduced = (state: State, event: Event, now: number, reducers: Reducers): State =>
  Object.values(reducers).reduce((before, reduce) => reduce(before, event, now).state, state);

/**
 * What a node believes after these events.
 *
 * @param now milliseconds since 1970, the same for all of them
 * @example after(aState(), 0, banned('10.0.0.1'))
 */
export const after = (state: State, now: number, ...events: readonly Event[]): State =>
  events.reduce((before, event) => reduced(before, event, now, defaultReducers), state);

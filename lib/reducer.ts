// What the protocol obliges a node to: pure functions, run in their order on every event before any policy sees it.
import type { Command } from './command.ts';
import type { Event } from './event.ts';
import type { State } from './state.ts';

export interface Transition<S> {
  readonly state: S;
  readonly commands: readonly Command[];
}

/**
 * Whatever another network could want otherwise is a policy or a guard, never a reducer.
 *
 * @param now milliseconds since 1970, the same for all who see this event.
 */
export type Reducer<S> = (state: S, event: Event, now: number) => Transition<S>;

/** By name: the journal shows it as the one who issued a command. */
export type Reducers = Readonly<Record<string, Reducer<State>>>;

const NOTHING: readonly Command[] = [];

/** The last one that changed nothing: most reducers have nothing to do with most events, and all see one state. */
let unchanged: Transition<unknown> = { state: undefined, commands: NOTHING };

/** The event means nothing to this reducer. */
export const stay = <S>(state: S): Transition<S> => {
  if (unchanged.state !== state) unchanged = { state, commands: NOTHING };
  return unchanged as Transition<S>;
};

/** The event leads to a state, and to commands if there are any. */
export const go = <S>(state: S, ...commands: readonly Command[]): Transition<S> => ({ state, commands });

// Says whose command an event came of, for tests of policies that ask for causes.
import type { Command } from '../command.ts';
import type { Event } from '../event.ts';

/** @internal */
export interface Decided {
  readonly by: string;
  readonly command: Command;
  readonly after: Event | undefined;
}

const decisions = new WeakMap<Event, Decided>();

/**
 * The event as what came of a command, so that `causesOf` finds it behind the step that `steps()` makes of the event.
 *
 * @param by the policy, reducer or guard, by name
 * @param after the event that the command answered, as it is in the same diagram; what came of nothing needs none
 * @example decided(dialStarted('out-2'), 'redialAtOnce', dial(addressFrom('out-2')), closed('out-1'))
 */
export const decided = <E extends Event>(event: E, by: string, command: Command, after?: Event): E => {
  const copy = { ...event };
  decisions.set(copy, { by, command, after });
  return copy;
};

/** @internal */
export const decisionOn = (event: Event): Decided | undefined => decisions.get(event);

// How many connections this node may have dialled.
import type { Guard } from '../guard.ts';
import { occupied } from '../state.ts';

/**
 * Refuses a `dial` while `max` outgoing connections are alive or on their way; one that is closing has given up its
 * slot.
 *
 * @example maxOutgoing(8)
 */
export const maxOutgoing =
  (max: number): Guard =>
  ({ command, state }) => {
    if (command.type !== 'dial') return undefined;
    const taken = occupied(state, 'out');
    return taken >= max ? `full: ${taken} outgoing, limit ${max}` : undefined;
  };

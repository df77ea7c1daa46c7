// How many attempts may be under way at once.
import type { Guard } from '../guard.ts';
import { pending } from '../state.ts';

/**
 * Refuses a `dial` while `max` outgoing connections are on their way and not yet alive.
 *
 * @example maxDialling(4)
 */
export const maxDialling =
  (max: number): Guard =>
  ({ command, state }) => {
    if (command.type !== 'dial') return undefined;
    const trying = pending(state, 'out');
    return trying >= max ? `full: ${trying} attempts under way, limit ${max}` : undefined;
  };

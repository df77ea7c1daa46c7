// How many strangers may be proving who they are at once.
import type { Guard } from '../guard.ts';
import { pending } from '../state.ts';

/**
 * Refuses an `accept` while `max` other incoming connections are on their way: whoever has not finished a handshake has
 * paid nothing. Before that many are there, `makeWay` lets go of the one that has been longest.
 *
 * @example maxHandshakes(64)
 */
export const maxHandshakes =
  (max: number): Guard =>
  ({ command, state }) => {
    if (command.type !== 'accept') return undefined;
    const phase = state.peers.get(command.peer)?.phase;
    const isCounted = phase !== undefined && phase !== 'alive' && phase !== 'closing';
    const others = pending(state, 'in') - (isCounted ? 1 : 0);
    return others >= max ? `full: ${others} handshakes under way, limit ${max}` : undefined;
  };

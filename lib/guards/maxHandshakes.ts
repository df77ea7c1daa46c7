// How many strangers may be proving who they are at once.
import type { Guard } from '../guard.ts';
import { pending } from '../state.ts';

/**
 * Refuses an `accept` while `max` other incoming connections are on their way: each handshake costs some 2 ms of a
 * core, and whoever has not finished one has paid nothing.
 *
 * @example maxHandshakes(16)
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

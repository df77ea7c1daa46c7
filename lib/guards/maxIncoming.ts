// How many connections this node may have accepted.
import type { Guard } from '../guard.ts';
import { alive } from '../state.ts';

/**
 * Refuses an `accept` and a `welcome` while `max` other incoming connections are alive. Those on their way do not count:
 * they have `maxHandshakes`, and whoever only stands at the door must not cost another its place.
 *
 * @example maxIncoming(64)
 */
export const maxIncoming =
  (max: number): Guard =>
  ({ command, state }) => {
    if (command.type !== 'accept' && command.type !== 'welcome') return undefined;
    const peer = state.peers.get(command.peer);
    if (peer?.direction !== 'in') return undefined;
    const others = alive(state, 'in');
    return others >= max ? `full: ${others} incoming, limit ${max}` : undefined;
  };

// How many connections this node may have accepted.
import type { Guard } from '../guard.ts';
import { alive, occupied } from '../state.ts';

/**
 * Refuses an `accept` while `max` other incoming connections are alive or on their way. The one asked about is in the
 * state already, as pending, and does not count against itself.
 *
 * A `welcome` is refused only when `max` others are alive. Those on their way do not count then: whoever came last
 * takes a slot for the moment in which it is refused, and must not cost the one before it its place.
 *
 * @example maxIncoming(64)
 */
export const maxIncoming =
  (max: number): Guard =>
  ({ command, state }) => {
    if (command.type !== 'accept' && command.type !== 'welcome') return undefined;
    const peer = state.peers.get(command.peer);
    if (peer?.direction !== 'in') return undefined;
    const isCounted = peer.phase !== 'closing';
    const others = command.type === 'accept' ? occupied(state, 'in') - (isCounted ? 1 : 0) : alive(state, 'in');
    return others >= max ? `full: ${others} incoming, limit ${max}` : undefined;
  };

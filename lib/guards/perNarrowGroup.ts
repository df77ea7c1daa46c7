// How many incoming slots one customer's addresses may take.
import { narrowGroupOf } from '../group.ts';
import type { Guard } from '../guard.ts';

/**
 * Refuses an `accept` when so many other incoming connections come from the same /24 of IPv4 or /48 of IPv6: what a
 * single customer is given. Private and loopback addresses are in none, and exempt.
 *
 * @example perNarrowGroup({ incoming: 4 })
 */
export const perNarrowGroup =
  ({ incoming }: { readonly incoming: number }): Guard =>
  ({ command, state }) => {
    const peer = command.type === 'accept' ? state.peers.get(command.peer) : undefined;
    const group = peer === undefined ? undefined : narrowGroupOf(peer.address);
    if (peer === undefined || group === undefined) return undefined;
    let others = 0;
    for (const { peer: id, direction, address } of state.peers.values()) {
      if (direction === 'in' && id !== peer.peer && narrowGroupOf(address) === group) others += 1;
    }
    return others >= incoming ? `full: ${others} incoming from ${group}, limit ${incoming}` : undefined;
  };

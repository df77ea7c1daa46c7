// How many slots one owner of addresses may take, so that slots are spread over owners.
import type { Address } from '../address.ts';
import type { Direction } from '../event.ts';
import { groupOf } from '../group.ts';
import type { Guard } from '../guard.ts';
import { inGroup, type State } from '../state.ts';

interface Slot {
  readonly direction: Direction;
  readonly address: Address;
  /** Whether the connection asked about is in the state already. */
  readonly isCounted: boolean;
}

const refusal = (state: State, { direction, address, isCounted }: Slot, max: number): string | undefined => {
  const group = groupOf(address);
  if (group === undefined) return undefined;
  const others = inGroup(state, direction, address) - (isCounted ? 1 : 0);
  const which = direction === 'in' ? 'incoming' : 'outgoing';
  return others >= max ? `full: ${others} ${which} in group ${group}, limit ${max}` : undefined;
};

/**
 * Refuses an `accept` and a `dial` when so many other connections in that direction are within the address's group, a
 * /16 of IPv4 or a /32 of IPv6: who wants to surround a node must own addresses in many groups. Private and loopback
 * addresses and names are in no group, and exempt.
 *
 * Heilman et al., "Eclipse Attacks on Bitcoin's Peer-to-Peer Network", USENIX Security 2015.
 *
 * @example perGroup({ incoming: 32, outgoing: 2 })
 */
export const perGroup =
  ({ incoming, outgoing }: { readonly incoming: number; readonly outgoing: number }): Guard =>
  ({ command, state }) => {
    if (command.type === 'dial') {
      return refusal(state, { direction: 'out', address: command.address, isCounted: false }, outgoing);
    }
    const peer = command.type === 'accept' ? state.peers.get(command.peer) : undefined;
    return peer && refusal(state, { direction: 'in', address: peer.address, isCounted: true }, incoming);
  };

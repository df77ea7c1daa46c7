// One connection to each node in each direction: an edge of the network is there once.
import { endpointOf, idOf, type Address } from '../address.ts';
import type { Guard } from '../guard.ts';
import { atHost, peersOf, type PeerState, type State } from '../state.ts';

const isOnItsWay = ({ direction, phase }: PeerState): boolean => direction === 'out' && phase !== 'closing';

/** The outgoing connection to where, or to whom, an address leads. */
const leadingTo = (state: State, address: Address): PeerState | undefined => {
  const endpoint = endpointOf(address);
  const node = idOf(address) ?? state.addresses.get(endpoint)?.node;
  const known = node === undefined ? undefined : peersOf(state, node).find(isOnItsWay);
  if (known !== undefined || atHost(state, address) === 0) return known; // the tally spares a look at every connection
  return [...state.peers.values()].find((peer) => isOnItsWay(peer) && endpointOf(peer.address) === endpoint);
};

const standing = (state: State, { peer, direction, node }: PeerState): PeerState | undefined =>
  node === undefined
    ? undefined
    : peersOf(state, node).find(
        (other) => other.peer !== peer && other.direction === direction && other.phase === 'alive',
      );

/**
 * Refuses to `dial` an endpoint or a node that an outgoing connection leads to, alive or on its way, and to `welcome` a
 * peer while another connection to its node is alive in the same direction. An edge each way may well stand.
 */
export const onePerRemote: Guard = ({ command, state }) => {
  if (command.type === 'dial') {
    const other = leadingTo(state, command.address);
    return other && `duplicate: ${other.peer} leads to ${other.address}, and is ${other.phase}`;
  }
  const peer = command.type === 'welcome' ? state.peers.get(command.peer) : undefined;
  const other = peer && standing(state, peer);
  return other && `duplicate: ${other.peer} to ${other.node ?? other.address} stands`;
};

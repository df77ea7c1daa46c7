// A node does not talk to itself.
import { endpointOf, hostOf, idOf, type Address, type Endpoint } from '../address.ts';
import type { Guard } from '../guard.ts';
import { isLoopback } from '../ranges.ts';
import type { State } from '../state.ts';

const portOf = (endpoint: Endpoint): string => endpoint.slice(endpoint.lastIndexOf(':') + 1);

/** Who listens on every address of a machine is also who answers on its loopback, at that port. */
const isReachedAt = (endpoint: Endpoint) => (listening: Address): boolean => {
  const own = endpointOf(listening);
  if (own === endpoint) return true;
  if (portOf(own) !== portOf(endpoint) || !isLoopback(hostOf(endpoint))) return false;
  return hostOf(own) === '::' || (hostOf(own) === '0.0.0.0' && !hostOf(endpoint).includes(':'));
};

const isOwn = (state: State, address: Address): boolean => {
  const endpoint = endpointOf(address);
  return (
    idOf(address) === state.self.node ||
    state.listening.some(isReachedAt(endpoint)) ||
    state.self.announce?.includes(endpoint) === true ||
    state.addresses.get(endpoint)?.self === true
  );
};

/**
 * Refuses to `dial` where this node listens, an address that turned out to be its own and its own id; and to `welcome`
 * itself, when it was reached by a way that nobody could know of.
 */
export const notSelf: Guard = ({ command, state }) => {
  if (command.type === 'dial') {
    return isOwn(state, command.address) ? `self: ${command.address} is this node` : undefined;
  }
  if (command.type !== 'welcome') return undefined;
  const node = state.peers.get(command.peer)?.node;
  return node === state.self.node ? `self: both ends are ${node}` : undefined;
};

// Keeps away from whoever is on the ban list, and them away from here.
import { endpointOf, idOf, type Address } from '../address.ts';
import type { Guard, Intent } from '../guard.ts';
import { iso } from '../iso.ts';
import type { NodeId } from '../nodeId.ts';
import { banOn, type State } from '../state.ts';

interface Who {
  readonly node?: NodeId;
  readonly address: Address;
}

const who = (address: Address, node: NodeId | undefined): Who =>
  node === undefined ? { address } : { node, address };

const dialled = (state: State, address: Address): Who =>
  who(address, idOf(address) ?? state.addresses.get(endpointOf(address))?.node);

const subjectOf = ({ command, state }: Intent): Who | undefined => {
  if (command.type === 'dial') return dialled(state, command.address);
  const peer = command.type === 'accept' || command.type === 'welcome' ? state.peers.get(command.peer) : undefined;
  return peer && who(peer.address, peer.node);
};

/**
 * Refuses to `dial`, to `accept` and to `welcome` whom a ban is on, by node id, host or endpoint. Asked at the door,
 * when only the address is known, and again when the remote has said who it is.
 */
export const notBanned: Guard = (intent) => {
  const subject = subjectOf(intent);
  const ban = subject && banOn(intent.state, subject, intent.now);
  return ban && `banned: until ${iso(ban.until)} (${ban.reason})`;
};

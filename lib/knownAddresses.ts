// What a node tells others of the addresses it knows: only those where it has found somebody itself.
import { endpointOf, formatAddress, hostOf, parseAddress } from './address.ts';
import type { KnownAddress } from './event.ts';
import { isWildcard } from './ranges.ts';
import { peersOf, type AddressState, type State } from './state.ts';

/** What one answer holds: enough to join by, and far below the limit of a frame. */
export const KNOWN_ADDRESSES_MAX = 256;

const isMet = ({ node, aliveAt, self }: AddressState): boolean =>
  node !== undefined && aliveAt !== undefined && self !== true;

/** When it was alive: now, where a connection is. */
const seenAt = (state: State, now: number, { node, aliveAt = 0 }: AddressState): number =>
  node !== undefined && peersOf(state, node).some(({ phase }) => phase === 'alive') ? now : aliveAt;

const told = ({ endpoint, node }: AddressState, aliveAt: number): KnownAddress =>
  ({ address: node === undefined ? endpoint : formatAddress({ id: node, ...parseAddress(endpoint) }), aliveAt });

/** Itself first, then the nodes it was connected to most recently. */
export const knownAddresses = (state: State, now: number): readonly KnownAddress[] => {
  const own = state.listening
    .filter((address) => !isWildcard(hostOf(address)))
    .map((address) => formatAddress({ id: state.self.node, ...parseAddress(endpointOf(address)) }))
    .map((address) => ({ address, aliveAt: now }));
  const met = [...state.addresses.values()]
    .filter(isMet)
    .map((known) => ({ known, at: seenAt(state, now, known) }))
    .sort((a, b) => b.at - a.at)
    .slice(0, KNOWN_ADDRESSES_MAX) // before they are written out: a tail may ask as often as it likes
    .map(({ known, at }) => told(known, at));
  return [...own, ...met].slice(0, KNOWN_ADDRESSES_MAX);
};

// What a node tells others of the addresses it knows: only those where it has found somebody itself.
import { endpointOf, formatAddress, hostOf, parseAddress } from './address.ts';
import type { KnownAddress } from './event.ts';
import { isWildcard } from './ranges.ts';
import { peersOf, type AddressState, type State } from './state.ts';

/** What one answer holds: enough to join by, and far below the limit of a frame. */
export const KNOWN_ADDRESSES_MAX = 256;

const isMet = ({ node, aliveAt, self }: AddressState): boolean =>
  node !== undefined && aliveAt !== undefined && self !== true;

const told = (state: State, now: number, { endpoint, node, aliveAt }: AddressState): KnownAddress => {
  const isAlive = node !== undefined && peersOf(state, node).some(({ phase }) => phase === 'alive');
  const address = node === undefined ? endpoint : formatAddress({ id: node, ...parseAddress(endpoint) });
  const seenAt = isAlive ? now : aliveAt;
  return seenAt === undefined ? { address } : { address, aliveAt: seenAt };
};

/** Itself first, then the nodes it was connected to most recently. */
export const knownAddresses = (state: State, now: number): readonly KnownAddress[] => {
  const own = state.listening
    .filter((address) => !isWildcard(hostOf(address)))
    .map((address) => formatAddress({ id: state.self.node, ...parseAddress(endpointOf(address)) }))
    .map((address) => ({ address, aliveAt: now }));
  const met = [...state.addresses.values()]
    .filter(isMet)
    .map((known) => told(state, now, known))
    .sort((a, b) => (b.aliveAt ?? 0) - (a.aliveAt ?? 0));
  return [...own, ...met].slice(0, KNOWN_ADDRESSES_MAX);
};

// Keeps the addresses where nodes may be reached, and what is known of each.
import { endpointOf, formatAddress, hostOf, idOf, parseAddress, type Address, type Endpoint } from '../address.ts';
import type { Event, EventOf, KnownAddress } from '../event.ts';
import type { NodeId } from '../nodeId.ts';
import { go, stay, type Reducer } from '../reducer.ts';
import type { AddressState, PeerState, State } from '../state.ts';
import type { Table } from '../table.ts';

/** Ten thousand take 3 MB here and half a megabyte on disk; a node needs a few dozen. */
export const ADDRESSES_MAX = 10_000;

/** How many of the addresses that a hello lists are kept. */
const ADDRESSES_PER_HELLO_MAX = 8;

const WILDCARDS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

type Addresses = Table<AddressState>;

const fresh = (endpoint: Endpoint, from: string, now: number): AddressState =>
  ({ endpoint, from, learntAt: now, attempts: 0, nextAttemptAt: now });

/** Whoever was told first stays the origin; an id is taken where there was none, a later sign of life wins. */
const learnt = (old: AddressState, node: NodeId | undefined, aliveAt: number | undefined): AddressState => {
  const isNews = old.node === undefined && node !== undefined;
  const isLater = aliveAt !== undefined && aliveAt > (old.aliveAt ?? 0);
  return isNews || isLater ? { ...old, ...(isNews ? { node } : {}), ...(isLater ? { aliveAt } : {}) } : old;
};

const learn = (
  addresses: Addresses,
  { address, aliveAt }: KnownAddress,
  { from, now }: { readonly from: string; readonly now: number },
): Addresses => {
  const endpoint = endpointOf(address);
  const old = addresses.get(endpoint);
  if (old === undefined && addresses.size >= ADDRESSES_MAX) return addresses;
  const seen = aliveAt === undefined ? undefined : Math.min(aliveAt, now); // nobody was alive in the future
  return addresses.set(endpoint, learnt(old ?? fresh(endpoint, from, now), idOf(address), seen));
};

const change = (addresses: Addresses, address: Address, more: Partial<AddressState>): Addresses =>
  addresses.update(endpointOf(address), (old) => (old === undefined ? undefined : { ...old, ...more }));

/** Who listens on all its addresses is reached at the one its connection came from. */
const reachable = (address: Address, peer: PeerState): Address => {
  const { port } = parseAddress(address);
  return WILDCARDS.has(hostOf(address)) ? formatAddress({ host: hostOf(peer.address), port }) : address;
};

/** Where a connected node can be reached: what we dialled, and what it says of itself. */
const ownAddresses = (peer: PeerState): readonly Address[] => {
  const said = peer.addresses.slice(0, ADDRESSES_PER_HELLO_MAX).map((address) => endpointOf(reachable(address, peer)));
  return peer.direction === 'out' ? [endpointOf(peer.address), ...said] : said;
};

const onOpened = (state: State, { peer: id, node }: EventOf<'peer-opened'>, now: number): Addresses => {
  const peer = state.peers.get(id);
  if (peer === undefined) return state.addresses;
  return ownAddresses(peer).reduce((addresses, address) => {
    const known = learn(addresses, { address, aliveAt: now }, { from: id, now });
    const reset = endpointOf(peer.address) === address ? { attempts: 0, nextAttemptAt: now } : {};
    return change(known, address, { node, ...reset });
  }, state.addresses);
};

const onClosed = (state: State, event: EventOf<'peer-closed'>, now: number): Addresses => {
  const { direction, address, phase, reason, detail } = event;
  if (direction === 'in') return state.addresses;
  if (reason === 'self') return change(state.addresses, address, { self: true });
  const wasAlive = phase === 'alive' || phase === 'closing';
  return change(state.addresses, address, {
    lastError: detail === undefined ? reason : `${reason}: ${detail}`,
    ...(wasAlive ? { aliveAt: now } : {}),
  });
};

const onDeferred = (state: State, event: EventOf<'address-deferred'>, now: number): Addresses => {
  const { address, until, attempts, error } = event;
  const known = learn(state.addresses, { address }, { from: 'operator', now });
  return change(known, address, { attempts, nextAttemptAt: until, ...(error === undefined ? {} : { lastError: error }) });
};

const reduced = (state: State, event: Event, now: number): Addresses => {
  switch (event.type) {
    case 'addresses-learnt':
      return event.addresses.reduce((all, one) => learn(all, one, { from: event.from, now }), state.addresses);
    case 'dial-started':
      return learn(state.addresses, { address: event.address }, { from: 'operator', now });
    case 'peer-opened':
      return onOpened(state, event, now);
    case 'peer-closed':
      return onClosed(state, event, now);
    case 'address-deferred':
      return onDeferred(state, event, now);
    default:
      return state.addresses;
  }
};

export const addresses: Reducer<State> = (state: State, event: Event, now: number) => {
  const known = reduced(state, event, now);
  return known === state.addresses ? stay(state) : go({ ...state, addresses: known });
};

// Keeps the addresses where nodes may be reached, and what is known of each.
import { endpointOf, formatAddress, hostOf, idOf, parseAddress, type Address, type Endpoint } from '../address.ts';
import type { Event, EventOf, KnownAddress, PeerClosed } from '../event.ts';
import type { NodeId } from '../nodeId.ts';
import { signedAddresses } from '../exchange/signedAddresses.ts';
import { isWildcard } from '../ranges.ts';
import { go, stay, type Reducer } from '../reducer.ts';
import type { AddressState, PeerState, State } from '../state.ts';
import type { Table } from '../table.ts';

/** Ten thousand take 3 MB here and half a megabyte on disk; a node needs a few dozen. */
export const ADDRESSES_MAX = 10_000;

/** How many of the addresses that a hello lists are kept. */
const ADDRESSES_PER_HELLO_MAX = 8;

type Addresses = Table<AddressState>;

const fresh = (endpoint: Endpoint, from: string, now: number): AddressState =>
  ({ endpoint, from, learntAt: now, attempts: 0, nextAttemptAt: now });

/** Who speaks for the operator: an id that comes with an address from there is asked for, not just told. */
const OWN: ReadonlySet<string> = new Set(['config', 'file', 'operator']);

const pinned = (old: AddressState, node: NodeId | undefined, from: string): AddressState =>
  node === undefined || old.pinned === true || !OWN.has(from) ? old : { ...old, node, pinned: true };

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
  const node = idOf(address);
  return addresses.set(endpoint, pinned(learnt(old ?? fresh(endpoint, from, now), node, seen), node, from));
};

const change = (addresses: Addresses, address: Address, more: Partial<AddressState>): Addresses =>
  addresses.update(endpointOf(address), (old) => (old === undefined ? undefined : { ...old, ...more }));

/** Who listens on all its addresses is reached at the one its connection came from. */
const reachable = (address: Address, peer: PeerState): Address => {
  const { port } = parseAddress(address);
  return isWildcard(hostOf(address)) ? formatAddress({ host: hostOf(peer.address), port }) : address;
};

/** Where a connected node can be reached: what we dialled, and what it says of itself. */
const ownEndpoints = (peer: PeerState): readonly Endpoint[] => {
  const said = peer.addresses.slice(0, ADDRESSES_PER_HELLO_MAX).map((address) => endpointOf(reachable(address, peer)));
  return peer.direction === 'out' ? [endpointOf(peer.address), ...said] : said;
};

/** What was dialled is where the node is; what a node says of itself does not take an address from another. */
const onOpened = (state: State, { peer: id, node }: EventOf<'peer-opened'>, now: number): Addresses => {
  const peer = state.peers.get(id);
  if (peer === undefined) return state.addresses;
  const dialled = peer.direction === 'out' ? endpointOf(peer.address) : undefined;
  return ownEndpoints(peer).reduce((addresses, endpoint) => {
    const known = learn(addresses, { address: `${node}@${endpoint}`, aliveAt: now }, { from: id, now });
    const found = { node, provenAt: now, attempts: 0, nextAttemptAt: now };
    return endpoint === dialled ? change(known, endpoint, found) : known;
  }, state.addresses);
};

/** The address without what was believed of who is there. */
const nameless = (old: AddressState): AddressState => {
  const copy: { -readonly [K in keyof AddressState]: AddressState[K] } = { ...old };
  delete copy.node;
  return copy;
};

/** Without what we had found there ourselves. */
const unproven = (old: AddressState): AddressState => {
  const copy: { -readonly [K in keyof AddressState]: AddressState[K] } = { ...old };
  delete copy.provenAt;
  return copy;
};

/** What a connection has shown of who is there: a proven id where none was known, and that a rumoured one was wrong. */
const identified = (old: AddressState, { reason, endedBy, node }: PeerClosed): AddressState => {
  if (reason === 'wrong-identity') return endedBy === 'local' && old.pinned !== true ? nameless(old) : old;
  return learnt(old, node, undefined);
};

const onClosed = (state: State, event: PeerClosed, now: number): Addresses => {
  const { direction, address, phase, reason, detail } = event;
  if (direction === 'in') return state.addresses;
  if (reason === 'self') return change(state.addresses, address, { self: true });
  const wasAlive = phase === 'alive' || phase === 'closing';
  return state.addresses.update(endpointOf(address), (old) => old && {
    ...identified(old, event),
    lastError: detail === undefined ? reason : `${reason}: ${detail}`,
    ...(wasAlive ? { aliveAt: now } : {}),
  });
};

const onDeferred = (state: State, event: EventOf<'address-deferred'>, now: number): Addresses => {
  const { address, until, attempts, error } = event;
  const known = learn(state.addresses, { address: endpointOf(address) }, { from: 'operator', now });
  const why = error === undefined ? {} : { lastError: error };
  return change(known, address, { attempts, nextAttemptAt: until, ...why });
};

/** What others say of us is no news. */
const isOwn = ({ self, reachable }: State, address: Address): boolean =>
  idOf(address) === self.node || reachable.includes(endpointOf(address));

const onLearnt = (state: State, { from, addresses: told }: EventOf<'addresses-learnt'>, now: number): Addresses =>
  told.reduce((all, one) => (isOwn(state, one.address) ? all : learn(all, one, { from, now })), state.addresses);

/** Where nodes say that they are: each has signed it, so nobody is sent to a place that somebody else has named. */
const onRecords = (state: State, { peer, items }: EventOf<'items-heard'>, now: number): Addresses =>
  items.flatMap(signedAddresses).reduce(
    (all, address) => (isOwn(state, address) ? all : learn(all, { address }, { from: peer, now })), state.addresses);

/** A node that was found where it says that it is; one that was not may have a door that opens to others. */
const onProved = (state: State, { node, address, holds }: EventOf<'address-proved'>, now: number): Addresses =>
  state.addresses.update(endpointOf(address), (old) => old?.node !== node ? old :
    holds ? { ...old, provenAt: now } : unproven(old));

const reduced = (state: State, event: Event, now: number): Addresses => {
  switch (event.type) {
    case 'addresses-learnt':
      return onLearnt(state, event, now);
    case 'items-heard':
      return onRecords(state, event, now);
    case 'listening-started': // a list that was read before may hold our own address
      return state.addresses.delete(endpointOf(event.address));
    case 'dial-started':
      // Whatever is not known was named by the operator; of what is known, a dial says nothing new.
      return state.addresses.has(endpointOf(event.address))
        ? state.addresses
        : learn(state.addresses, { address: event.address }, { from: 'operator', now });
    case 'peer-opened':
      return onOpened(state, event, now);
    case 'peer-closed':
      return onClosed(state, event, now);
    case 'address-proved':
      return onProved(state, event, now);
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

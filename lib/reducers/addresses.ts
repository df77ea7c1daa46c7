// Keeps the addresses where nodes may be reached, and what is known of each.
import { endpointOf, formatAddress, hostOf, idOf, parseAddress, type Address, type Endpoint } from '../address.ts';
import { strangerRefusal, whereabouts, type Whereabouts } from '../addressPolicy.ts';
import { added, failed, forgotten, found, named, type AddressBook, type Terms } from '../addressBook.ts';
import { FROM_GONE, FROM_MAP, isHearsay, sourceGroup } from '../bookPlaces.ts';
import type { Event, EventOf, KeptAddress, KnownAddress, PeerClosed } from '../event.ts';
import { signedAddresses } from '../exchange/signedAddresses.ts';
import type { NodeId } from '../nodeId.ts';
import { isWildcard } from '../ranges.ts';
import { go, stay, type Reducer } from '../reducer.ts';
import type { AddressState, PeerState, State } from '../state.ts';

/** How many of the addresses that a hello lists are kept. */
const ADDRESSES_PER_HELLO_MAX = 8;

/** Who speaks for the operator: an id that comes with an address from there is asked for, not just told. */
const OWN: ReadonlySet<string> = new Set(['config', 'file', 'operator']);

/** Who tells, and how well it is known. */
interface Teller {
  readonly from: string;
  /** The group it belongs to. */
  readonly source: string;
  /** The operator, the configuration, a file. */
  readonly isOwn: boolean;
  /** Of what others tell: where this node is, which decides where it may go. */
  readonly here?: Whereabouts;
}

/** How connections are called: one that has ended may have left something to be told. */
const PEER = /^(in|out)-\d+$/;

const tellerOf = (state: State, from: string): Teller => {
  const teller = state.peers.get(from);
  const source = teller === undefined && PEER.test(from) ? FROM_GONE : sourceGroup(teller?.address, from);
  return { from, source, isOwn: OWN.has(from), ...(isHearsay(source) ? { here: whereabouts(state) } : {}) };
};

const termsOf = ({ self }: State, now: number): Terms => ({ key: self.bookKey, now });

const fresh = (endpoint: Endpoint, { from, source, isOwn }: Teller, now: number): AddressState => ({
  endpoint, from, learntAt: now, attempts: 0, nextAttemptAt: now, ...(isOwn ? { named: true } : { source }),
});

const pinned = (old: AddressState, node: NodeId | undefined, { isOwn }: Teller): AddressState =>
  node === undefined || old.pinned === true || !isOwn ? old : { ...old, node, pinned: true };

/** Whoever was told first stays the origin; an id is taken where there was none, a later sign of life wins. */
const learnt = (old: AddressState, node: NodeId | undefined, aliveAt: number | undefined): AddressState => {
  const isNews = old.node === undefined && node !== undefined;
  const isLater = aliveAt !== undefined && aliveAt > (old.aliveAt ?? 0);
  return isNews || isLater ? { ...old, ...(isNews ? { node } : {}), ...(isLater ? { aliveAt } : {}) } : old;
};

/** Nobody was alive in the future, whatever a book says that was written by another clock. */
const asKept = (address: AddressState, kept: KeptAddress | undefined, now: number): AddressState => {
  if (kept === undefined) return address;
  const { learntAt, provenAt, stoodMs, source, named: isNamed } = kept;
  return {
    ...address,
    learntAt: Math.min(learntAt, now),
    ...(provenAt === undefined ? {} : { provenAt: Math.min(provenAt, now) }),
    ...(stoodMs === undefined ? {} : { stoodMs }),
    ...(source === undefined ? {} : { source }),
    ...(isNamed === true ? { named: true } : {}),
  };
};

const learn = (
  book: AddressBook, { address, aliveAt, kept }: KnownAddress, { teller, terms }: { teller: Teller; terms: Terms },
): AddressBook => {
  const { now } = terms;
  const endpoint = endpointOf(address);
  const seen = aliveAt === undefined ? undefined : Math.min(aliveAt, now);
  const node = idOf(address);
  const old = book.addresses.get(endpoint);
  if (old === undefined) {
    if (teller.here !== undefined && strangerRefusal(address, teller.here) !== undefined) return book;
    const first = asKept(pinned(learnt(fresh(endpoint, teller, now), node, seen), node, teller), kept, now);
    const known = added(book, first, terms);
    const there = known.addresses.get(endpoint);
    return there === undefined || kept?.tried !== true
      ? known
      : found(known, there, { ...terms, now: there.provenAt ?? now });
  }
  const told = pinned(learnt(old, node, seen), node, teller);
  if (teller.isOwn && told.named !== true) return named(book, told);
  return told === old ? book : { ...book, addresses: book.addresses.set(endpoint, told) };
};

const change = (book: AddressBook, address: Address, more: Partial<AddressState>): AddressBook => ({
  ...book,
  addresses: book.addresses.update(endpointOf(address), (old) => (old === undefined ? undefined : { ...old, ...more })),
});

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
const onOpened = (state: State, { peer: id, node }: EventOf<'peer-opened'>, now: number): AddressBook => {
  const peer = state.peers.get(id);
  if (peer === undefined) return state;
  const dialled = peer.direction === 'out' ? endpointOf(peer.address) : undefined;
  const terms = termsOf(state, now);
  return ownEndpoints(peer).reduce((book: AddressBook, endpoint) => {
    const known = learn(book, { address: `${node}@${endpoint}`, aliveAt: now }, { teller: tellerOf(state, id), terms });
    const there = endpoint === dialled ? known.addresses.get(endpoint) : undefined;
    if (there === undefined) return known;
    return found(known, { ...there, node, attempts: 0, nextAttemptAt: now, openedAt: now }, terms);
  }, state);
};

/** Without what we had found there ourselves. */
const unproven = ({ provenAt: _, ...rest }: AddressState): AddressState => rest;

/** The address without what was believed of who is there. */
const nameless = ({ node: _, ...rest }: AddressState): AddressState => unproven(rest);

/** What a connection has shown of who is there: a proven id where none was known, and that a rumoured one was wrong. */
const identified = (old: AddressState, { reason, endedBy, node }: PeerClosed): AddressState => {
  if (reason === 'wrong-identity') return endedBy === 'local' && old.pinned !== true ? nameless(old) : old;
  return learnt(old, node, undefined);
};

const onClosed = (state: State, event: PeerClosed, now: number): AddressBook => {
  const { direction, address, phase, reason, detail } = event;
  const old = state.addresses.get(endpointOf(address));
  if (direction === 'in' || old === undefined) return state;
  if (reason === 'self') return change(state, address, { self: true });
  const wasAlive = phase === 'alive' || phase === 'closing';
  const { openedAt, ...known } = identified(old, event);
  const ended: AddressState = {
    ...known,
    lastError: detail === undefined ? reason : `${reason}: ${detail}`,
    ...(wasAlive ? { aliveAt: now } : {}),
    ...(openedAt === undefined ? {} : { stoodMs: now - openedAt }),
  };
  const hasFailed = !wasAlive && event.endedBy === 'network';
  if (hasFailed) return failed(state, ended, termsOf(state, now));
  return { ...state, addresses: state.addresses.set(ended.endpoint, ended) };
};

/** What is dialled and not known: somebody of the map, for whom the book had no place, or what the operator named. */
const chosen = (state: State, address: Address, now: number): AddressBook => {
  const [endpoint, node] = [endpointOf(address), idOf(address)];
  const signed = node === undefined ? [] : (state.network.survey.versionOf(node)?.record.body.addresses ?? []);
  const isSigned = signed.includes(endpoint);
  const teller: Teller = { from: isSigned ? 'map' : 'operator', source: FROM_MAP, isOwn: !isSigned };
  return learn(state, { address }, { teller, terms: { ...termsOf(state, now), isChosen: true } });
};

/** Put off by hand, or by a policy: nobody has named it for good. */
const OPERATOR_SAID: Teller = { from: 'operator', source: 'operator', isOwn: false };

const onDeferred = (state: State, event: EventOf<'address-deferred'>, now: number): AddressBook => {
  const { address, until, attempts, error } = event;
  const terms = { ...termsOf(state, now), isChosen: true };
  const known = learn(state, { address: endpointOf(address) }, { teller: OPERATOR_SAID, terms });
  const why = error === undefined ? {} : { lastError: error };
  return change(known, address, { attempts, nextAttemptAt: until, ...why });
};

/** What others say of us is no news. */
const isOwn = ({ self, reachable }: State, address: Address): boolean =>
  idOf(address) === self.node || reachable.includes(endpointOf(address));

const onLearnt = (state: State, { from, addresses: told }: EventOf<'addresses-learnt'>, now: number): AddressBook => {
  const about = { teller: tellerOf(state, from), terms: termsOf(state, now) };
  return told.reduce((all: AddressBook, one) => (isOwn(state, one.address) ? all : learn(all, one, about)), state);
};

/** Where nodes say that they are: each has signed it, so nobody is sent to a place that somebody else has named. */
const onRecords = (state: State, { peer, items }: EventOf<'items-heard'>, now: number): AddressBook => {
  const about = { teller: tellerOf(state, peer), terms: termsOf(state, now) };
  return items.flatMap(signedAddresses).reduce(
    (all: AddressBook, address) => (isOwn(state, address) ? all : learn(all, { address }, about)), state);
};

/** A node that was found where it says that it is; one that was not may have a door that opens to others. */
const onProved = (state: State, { node, address, holds }: EventOf<'address-proved'>, now: number): AddressBook => {
  const old = state.addresses.get(endpointOf(address));
  if (old?.node !== node) return state;
  const terms = termsOf(state, now);
  return holds ? found(state, old, terms) : failed(state, unproven(old), terms);
};

const reduced = (state: State, event: Event, now: number): AddressBook => {
  switch (event.type) {
    case 'addresses-learnt':
      return onLearnt(state, event, now);
    case 'items-heard':
      return onRecords(state, event, now);
    case 'listening-started': // a list that was read before may hold our own address
      return forgotten(state, endpointOf(event.address));
    case 'dial-started': // of what is known, a dial says nothing new
      return state.addresses.has(endpointOf(event.address)) ? state : chosen(state, event.address, now);
    case 'peer-opened':
      return onOpened(state, event, now);
    case 'peer-closed':
      return onClosed(state, event, now);
    case 'address-proved':
      return onProved(state, event, now);
    case 'address-deferred':
      return onDeferred(state, event, now);
    default:
      return state;
  }
};

export const addresses: Reducer<State> = (state: State, event: Event, now: number) => {
  const { addresses: known, places } = reduced(state, event, now);
  if (known === state.addresses && places === state.places) return stay(state);
  return go({ ...state, addresses: known, places });
};

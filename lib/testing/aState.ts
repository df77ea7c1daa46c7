// States for tests, made as a node makes them: by events that go through the real reducers.
import { endpointOf, type Address } from '../address.ts';
import type { Event, PeerId, Phase } from '../event.ts';
import { initialState } from '../initialState.ts';
import type { AddressState, PeerState, Self, State } from '../state.ts';
import { changePeer } from '../withPeer.ts';
import { addressFrom } from './addressFrom.ts';
import { after } from './after.ts';
import {
  accepted, banned, closing, connected, dialStarted, directionOf, greeted, learnt, listening, opened, secured,
} from './events.ts';
import { nodeIdFrom } from './nodeIdFrom.ts';

/** A connection as a test wants it: alive since `now`, until told otherwise. */
export type PeerSketch = Partial<Omit<PeerState, 'peer' | 'direction'>>;

export interface StateSketch {
  /** The same for everything in it, in milliseconds; 0 unless told. */
  readonly now?: number;
  readonly self?: Partial<Self>;
  readonly lifecycle?: State['lifecycle'];
  readonly listening?: readonly Address[];
  /** By id; `in-…` came in, everything else was dialled. */
  readonly peers?: Readonly<Record<PeerId, PeerSketch>>;
  /** Each as text, an id in front where the node is known, or with what is known of it. */
  readonly addresses?: Readonly<Record<Address, Partial<AddressState>>>;
  /** By subject: until when, in milliseconds since 1970. */
  readonly bans?: Readonly<Record<string, number>>;
}

export const aSelf = (more: Partial<Self> = {}): Self => ({
  node: nodeIdFrom('self'),
  boot: 'boot-of-self',
  network: 'test',
  label: 'self',
  version: '0.0.0',
  startedAt: 0,
  bookKey: 'a key of tests',
  secure: true,
  ...more,
});

const PHASES: readonly Phase[] = ['dialling', 'accepted', 'securing', 'greeting', 'greeted', 'alive', 'closing'];

/** The events that bring a connection to where the sketch has it, and no further. */
const lifeOf = (peer: PeerId, sketch: PeerSketch): readonly Event[] => {
  const { phase = 'alive', address = addressFrom(peer), node = nodeIdFrom(peer), boot, label, addresses } = sketch;
  const direction = directionOf(peer);
  const hello = { id: node, ...(boot && { boot }), ...(label && { label }), ...(addresses && { addresses }) };
  const life: readonly (readonly [Phase, Event])[] = [
    ['dialling', direction === 'out' ? dialStarted(peer, { address }) : accepted(peer, { address })],
    ['securing', connected(peer, { address })],
    ['greeting', secured(peer, { node })],
    ['greeted', greeted(peer, hello)],
    ['alive', opened(peer, { address, direction, node })],
    ['closing', closing(peer)],
  ];
  return life.filter(([from]) => PHASES.indexOf(from) <= PHASES.indexOf(phase)).map(([, event]) => event);
};

/**
 * The state with more connections in it.
 *
 * @param peers by id; a field given here is there in the end, whatever the events would have made of it
 * @example withPeers({ 'out-1': {}, 'in-2': { phase: 'greeted', node: nodeIdFrom('b') } })
 */
export const withPeers = (peers: Readonly<Record<PeerId, PeerSketch>>, state: State = aState(), now = 0): State =>
  Object.entries(peers).reduce(
    (before, [peer, sketch]) => changePeer(after(before, now, ...lifeOf(peer, sketch)), peer, sketch),
    state,
  );

/** The state with more addresses in it. */
const withAddresses = (state: State, addresses: NonNullable<StateSketch['addresses']>, now: number): State =>
  Object.entries(addresses).reduce((before, [address, more]) => {
    const known = after(before, now, learnt([address]));
    const endpoint = endpointOf(address);
    return { ...known, addresses: known.addresses.update(endpoint, (one) => one && { ...one, ...more }) };
  }, state);

/**
 * What a node believes in the middle of a test.
 *
 * @example aState({ peers: { 'out-1': {}, 'out-2': { phase: 'dialling' } }, bans: { '10.0.0.9': 60_000 } })
 */
export const aState = (sketch: StateSketch = {}): State => {
  const { now = 0, self, lifecycle = 'running', addresses = {}, peers = {}, bans = {} } = sketch;
  const events = [
    ...(sketch.listening ?? []).map((address) => listening(address)),
    ...Object.entries(bans).map(([subject, until]) => banned(subject, { until })),
  ];
  const known = withAddresses(after(initialState(aSelf(self)), now, ...events), addresses, now);
  return { ...withPeers(peers, known, now), lifecycle };
};

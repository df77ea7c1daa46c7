// The state with one connection changed, and everything that is counted by connection kept true: O(log n).
import { hostOf } from './address.ts';
import type { PeerId } from './event.ts';
import { groupOf } from './group.ts';
import type { NodeId } from './nodeId.ts';
import type { PeerState, State } from './state.ts';
import type { Table } from './table.ts';

const SLOTS = {
  in: { alive: 'in/alive', pending: 'in/pending' },
  out: { alive: 'out/alive', pending: 'out/pending' },
} as const;

/** The slot a connection takes. One that is closing has given it up already. */
const slotOf = ({ direction, phase }: PeerState): string | undefined =>
  phase === 'closing' ? undefined : SLOTS[direction][phase === 'alive' ? 'alive' : 'pending'];

const count = (tally: Table<number>, key: string | undefined, by: 1 | -1): Table<number> => {
  if (key === undefined) return tally;
  const value = (tally.get(key) ?? 0) + by;
  return value === 0 ? tally.delete(key) : tally.set(key, value);
};

/** Where it counts, for as long as there is a socket. */
const countPlaces = (tally: Table<number>, { direction, address }: PeerState, by: 1 | -1): Table<number> => {
  const group = groupOf(address);
  const atHost = count(tally, `host/${hostOf(address)}`, by);
  return group === undefined ? atHost : count(atHost, `${direction}/group/${group}`, by);
};

const retallied = (tally: Table<number>, old: PeerState | undefined, next: PeerState | undefined): Table<number> => {
  const [from, to] = [old && slotOf(old), next && slotOf(next)];
  const slots = from === to ? tally : count(count(tally, from, -1), to, 1);
  if (old?.address === next?.address) return slots;
  const left = old === undefined ? slots : countPlaces(slots, old, -1);
  return next === undefined ? left : countPlaces(left, next, 1);
};

const reindexed = (
  byNode: Table<readonly PeerId[]>,
  peer: PeerId,
  before: NodeId | undefined,
  after: NodeId | undefined,
): Table<readonly PeerId[]> => {
  if (before === after) return byNode;
  const left = before === undefined ? byNode : byNode.update(before, (peers = []) => {
    const others = peers.filter((other) => other !== peer);
    return others.length === 0 ? undefined : others;
  });
  return after === undefined ? left : left.update(after, (peers = []) => [...peers, peer]);
};

/** A sign of life, which is what most events are, changes nothing that is counted. */
const countsAlike = (one: PeerState, two: PeerState): boolean =>
  one.phase === two.phase && one.node === two.node && one.address === two.address && one.direction === two.direction;

/**
 * The state with other records of connections, and nothing else changed. Written out: a spread of so many fields takes
 * ten times as long, and most events come here.
 */
export const withRecords = (state: State, peers: State['peers']): State => ({
  self: state.self,
  lifecycle: state.lifecycle,
  listening: state.listening,
  reachable: state.reachable,
  peers,
  peersByNode: state.peersByNode,
  tally: state.tally,
  addresses: state.addresses,
  places: state.places,
  bans: state.bans,
  loops: state.loops,
  closed: state.closed,
  refused: state.refused,
  saving: state.saving,
  network: state.network,
});

/** @param next `undefined` when the connection is gone */
export const withPeer = (state: State, peer: PeerId, next: PeerState | undefined): State => {
  const old = state.peers.get(peer);
  if (old !== undefined && next !== undefined && countsAlike(old, next)) {
    return withRecords(state, state.peers.set(peer, next));
  }
  return {
    ...state,
    peers: next === undefined ? state.peers.delete(peer) : state.peers.set(peer, next),
    peersByNode: reindexed(state.peersByNode, peer, old?.node, next?.node),
    tally: retallied(state.tally, old, next),
  };
};

/** The same with only some fields changed; the same state when the connection is not known. */
export const changePeer = (state: State, peer: PeerId, change: Partial<PeerState>): State => {
  const old = state.peers.get(peer);
  return old === undefined ? state : withPeer(state, peer, { ...old, ...change });
};

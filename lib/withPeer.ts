// The state with one connection changed, and everything that is counted by connection kept true: O(log n).
import { hostOf } from './address.ts';
import type { PeerId } from './event.ts';
import { groupOf } from './group.ts';
import type { NodeId } from './nodeId.ts';
import type { PeerState, State } from './state.ts';
import type { Table } from './table.ts';

/** The slot a connection takes. One that is closing has given it up already. */
const slotOf = ({ direction, phase }: PeerState): readonly string[] => {
  if (phase === 'closing') return [];
  return [phase === 'alive' ? `${direction}/alive` : `${direction}/pending`];
};

/** Where it counts, for as long as there is a socket. */
const placesOf = ({ direction, address }: PeerState): readonly string[] => {
  const [host, group] = [`host/${hostOf(address)}`, groupOf(address)];
  return group === undefined ? [host] : [host, `${direction}/group/${group}`];
};

const NOWHERE: readonly string[] = [];

const count = (tally: Table<number>, keys: readonly string[], by: 1 | -1): Table<number> =>
  keys.reduce((sum, key) => sum.update(key, (value = 0) => (value + by === 0 ? undefined : value + by)), tally);

const moved = (tally: Table<number>, from: readonly string[], to: readonly string[]): Table<number> =>
  from.join() === to.join() ? tally : count(count(tally, from, -1), to, 1);

const retallied = (tally: Table<number>, old: PeerState | undefined, next: PeerState | undefined): Table<number> => {
  const slots = moved(tally, old ? slotOf(old) : NOWHERE, next ? slotOf(next) : NOWHERE);
  if (old?.address === next?.address) return slots;
  return moved(slots, old ? placesOf(old) : NOWHERE, next ? placesOf(next) : NOWHERE);
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

/** @param next `undefined` when the connection is gone */
export const withPeer = (state: State, peer: PeerId, next: PeerState | undefined): State => {
  const old = state.peers.get(peer);
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

// The state with one connection changed, and everything that is counted by connection kept true: O(log n).
import { hostOf } from './address.ts';
import type { PeerId } from './event.ts';
import { groupOf } from './group.ts';
import type { NodeId } from './nodeId.ts';
import type { PeerState, State } from './state.ts';
import type { Table } from './table.ts';

/** Under which keys of the tally a connection counts. One that is closing has given up its slot already. */
const tallied = ({ direction, phase, address }: PeerState): readonly string[] => {
  const group = groupOf(address);
  const host = `host/${hostOf(address)}`;
  const places = group === undefined ? [host] : [host, `${direction}/group/${group}`];
  if (phase === 'closing') return places;
  return [...places, phase === 'alive' ? `${direction}/alive` : `${direction}/pending`];
};

const count = (tally: Table<number>, keys: readonly string[], by: 1 | -1): Table<number> =>
  keys.reduce((sum, key) => sum.update(key, (value = 0) => (value + by === 0 ? undefined : value + by)), tally);

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
  const isCounted = old?.phase === next?.phase && old?.address === next?.address;
  const left = isCounted || old === undefined ? state.tally : count(state.tally, tallied(old), -1);
  return {
    ...state,
    peers: next === undefined ? state.peers.delete(peer) : state.peers.set(peer, next),
    peersByNode: reindexed(state.peersByNode, peer, old?.node, next?.node),
    tally: isCounted || next === undefined ? left : count(left, tallied(next), 1),
  };
};

/** The same with only some fields changed; the same state when the connection is not known. */
export const changePeer = (state: State, peer: PeerId, change: Partial<PeerState>): State => {
  const old = state.peers.get(peer);
  return old === undefined ? state : withPeer(state, peer, { ...old, ...change });
};

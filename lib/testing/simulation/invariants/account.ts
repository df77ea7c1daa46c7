// The account of connections against a recount, and the limits against it: I6 and I13.
import { hostOf } from '../../../address.ts';
import type { Inputs } from '../../../because.ts';
import { groupOf } from '../../../group.ts';
import type { PeerState, State } from '../../../state.ts';
import { LIMITS } from './promised.ts';
import type { Check, Rule } from './rule.ts';

type Counts = Map<string, number>;

const count = (counts: Counts, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

const recounted = (peers: Iterable<PeerState>): { readonly tally: Counts; readonly nodes: Counts } => {
  const tally: Counts = new Map();
  const nodes: Counts = new Map();
  for (const { direction, phase, address, node } of peers) {
    if (phase !== 'closing') count(tally, `${direction}/${phase === 'alive' ? 'alive' : 'pending'}`);
    count(tally, `host/${hostOf(address)}`);
    const group = groupOf(address);
    if (group !== undefined) count(tally, `${direction}/group/${group}`);
    if (node !== undefined) count(nodes, node);
  }
  return { tally, nodes };
};

const difference = (state: State): false | Inputs => {
  const { tally, nodes } = recounted(state.peers.values());
  for (const [key, counted] of tally) {
    const kept = state.tally.get(key) ?? 0;
    if (kept !== counted) return { key, kept, counted };
  }
  if (state.tally.size !== tally.size) return { kept: state.tally.size, counted: tally.size };
  for (const [node, counted] of nodes) {
    const kept = state.peersByNode.get(node)?.length ?? 0;
    if (kept !== counted) return { node, kept, counted };
  }
  return state.peersByNode.size !== nodes.size && { nodes: state.peersByNode.size, counted: nodes.size };
};

type Counted = Pick<State, 'peers' | 'tally' | 'peersByNode'>;

/** Whether two records of a connection count as the same ones. */
const countAlike = (one: PeerState, two: PeerState | undefined): boolean =>
  one === two || (one.phase === two?.phase && one.node === two.node && one.address === two.address &&
    one.direction === two.direction);

const countsAlike = (one: Counted, two: Counted): boolean => {
  if (one.tally !== two.tally || one.peersByNode !== two.peersByNode || one.peers.size !== two.peers.size) return false;
  if (one.peers === two.peers) return true;
  for (const peer of one.peers.values()) if (!countAlike(peer, two.peers.get(peer.peer))) return false;
  return true;
};

/** A sign of life changes a connection every second, and none of these counts: the next other event looks again. */
const isNews = (): ((state: State, type: string) => boolean) => {
  let last: Counted | undefined;
  return ({ peers, tally, peersByNode }, type) => {
    if (type === 'peer-heard') return false;
    const now = { peers, tally, peersByNode };
    const isKnown = last !== undefined && countsAlike(now, last);
    last = now;
    return !isKnown;
  };
};

export const countsHold: Rule = {
  name: 'I6 counts equal a recount',
  make: (): Check => {
    const changed = isNews();
    return ({ event, state }) => changed(state, event.type) && difference(state);
  },
};

/** Whoever was accepted is counted until the refusal that is on its way has closed it. */
const REFUSED_AT_ONCE = 1;

export const limitsHold: Rule = {
  name: 'I6 limits hold',
  make: ({ hasDefaultGuards }): Check => {
    const changed = isNews();
    return ({ event, state }) => {
      if (!hasDefaultGuards || !changed(state, event.type)) return false;
      const of = (key: string): number => state.tally.get(key) ?? 0;
      const [out, trying, incoming] = [of('out/alive') + of('out/pending'), of('out/pending'), of('in/alive')];
      if (out > LIMITS.outgoing) return { outgoing: out, limit: LIMITS.outgoing };
      if (trying > LIMITS.dialling) return { dialling: trying, limit: LIMITS.dialling };
      if (incoming > LIMITS.incoming) return { incoming, limit: LIMITS.incoming };
      const handshakes = of('in/pending');
      if (handshakes > LIMITS.handshakes + REFUSED_AT_ONCE) return { handshakes, limit: LIMITS.handshakes };
      if (event.type !== 'dial-started') return false;
      const group = groupOf(event.address);
      const inGroup = group === undefined ? 0 : of(`out/group/${group}`);
      return inGroup > LIMITS.perGroupOutgoing && { group: group ?? '', outgoing: inGroup };
    };
  },
};

// The connections of a node, in both directions and in every phase: `millrace peers` (schema/peers.schema.json).
import type { Direction, Phase } from '../event.ts';
import type { PeerState, State } from '../state.ts';
import { edge, type Edge } from './edge.ts';

export interface PeerReport extends Edge {
  /** `out`: we dialled, and ask. `in`: we accepted, and answer. */
  readonly direction: Direction;
  readonly phase: Phase;
  /** How long ago `since` is. */
  readonly ageMs: number;
}

/** Oldest first. @param now milliseconds since 1970 */
export const peersReport = ({ peers }: Pick<State, 'peers'>, now: number): readonly PeerReport[] =>
  [...peers.values()].sort(bySince).map((peer) => ({
    ...edge(peer),
    direction: peer.direction,
    phase: peer.phase,
    ageMs: Math.max(0, now - sinceOf(peer)),
  }));

const sinceOf = ({ openedAt, since }: PeerState): number => openedAt ?? since;

/** By what is shown as `since`, and then by the peer: `out-9` before `out-10`. */
const bySince = (a: PeerState, b: PeerState): number =>
  sinceOf(a) - sinceOf(b) || a.peer.length - b.peer.length || (a.peer < b.peer ? -1 : 1);

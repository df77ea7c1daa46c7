// Keeps some of the incoming slots for those who must come here, because they follow from the map.
import type { Guard } from '../guard.ts';
import type { NodeId } from '../nodeId.ts';
import { ringsBefore } from '../ring.ts';
import { alive, type State } from '../state.ts';

/** Its own map says so: who claims it has chosen nothing. */
const isBefore = (state: State, node: NodeId | undefined, now: number): boolean =>
  node !== undefined && ringsBefore(state, node, now).length > 0;

const before = (state: State, now: number): number => {
  let count = 0;
  for (const { direction, phase, node } of state.peers.values()) {
    if (direction === 'in' && phase === 'alive' && isBefore(state, node, now)) count += 1;
  }
  return count;
};

/**
 * Refuses to `welcome` a node when all incoming slots but `reserved` are taken by others, unless this node follows it on
 * a ring and fewer than those are there: a node that is kept full by strangers would tear a hole into both rings. Keys that
 * fall before this node's place cost an attacker some work, so no more than the reserved slots are to be had by them.
 *
 * @param slots `incoming`: the limit of `maxIncoming`; `reserved`: how many of it
 * @example forRing({ incoming: 64, reserved: 8 })
 */
export const forRing =
  ({ incoming, reserved }: { readonly incoming: number; readonly reserved: number }): Guard =>
  ({ command, state, now }) => {
    const max = incoming - reserved;
    if (command.type !== 'welcome' || alive(state, 'in') < max) return undefined;
    const peer = state.peers.get(command.peer);
    if (peer?.direction !== 'in') return undefined;
    const there = before(state, now);
    if (there < reserved && isBefore(state, peer.node, now)) return undefined;
    const taken = alive(state, 'in') - Math.min(there, reserved);
    return taken >= max
      ? `full: ${taken} incoming, limit ${incoming}, of which ${reserved} are for predecessors on the rings`
      : undefined;
  };

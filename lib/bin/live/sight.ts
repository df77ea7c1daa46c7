// What a live view shows: one answer of a node, with what it says of each connection.
import type { Direction, Phase } from '../../event.ts';
import type { Edge } from '../../status/edge.ts';
import type { PeerReport } from '../../status/peersReport.ts';
import type { Report } from '../../status/statusReport.ts';

export type Sight =
  | { readonly of: 'status'; readonly at: number; readonly report: Report }
  | { readonly of: 'peers'; readonly at: number; readonly peers: readonly PeerReport[] };

export interface SeenEdge extends Edge {
  readonly direction: Direction;
  readonly phase: Phase;
}

const alive = (direction: Direction) => (edge: Edge): SeenEdge => ({ ...edge, direction, phase: 'alive' });

export const edgesOf = (sight: Sight): readonly SeenEdge[] =>
  sight.of === 'peers'
    ? sight.peers
    : [...sight.report.outgoing.map(alive('out')), ...sight.report.incoming.map(alive('in'))];

// The network as it is now: the nodes that are there, the edges between them, and apart from them those that are gone.
import { iso } from '../iso.ts';
import { networkReport, type NetworkReport, type ReportedEdge, type ReportedNode } from '../network/networkReport.ts';
import type { Partition } from '../network/partition.ts';
import type { NodeId } from '../nodeId.ts';
import type { State } from '../state.ts';

export interface NetworkView extends NetworkReport {
  /** Whose records are still in the map, though they are down, lost, have left, or have expired. By id. */
  readonly gone: readonly ReportedNode[];
  /** Those that the records of the map still name, with such a node at one end at least. By tail, then head. */
  readonly goneEdges: readonly ReportedEdge[];
  /** While the network has come apart: since when, on which side this node is, and of how many how many are missing. */
  readonly partition: PartedNetwork | null;
}

export interface PartedNetwork {
  readonly since: string;
  readonly side: Partition['side'];
  readonly before: number;
  readonly missing: number;
}

export interface NetworkFigures {
  /** That are there, up or suspect. */
  readonly nodes: number;
  /** Between them. */
  readonly edges: number;
  /** Of the map. */
  readonly digest: string;
  readonly agreement: {
    readonly proven: boolean;
    /** ISO 8601; null: not yet, for this map. */
    readonly since: string | null;
    /** Of the nodes that are up, how many are known to hold the map: 0 to 1. */
    readonly share: number;
  };
}

const parted = (partition: Partition | undefined): PartedNetwork | null => {
  if (partition === undefined) return null;
  const { since, side, before, missing } = partition;
  return { since: iso(since), side, before: before.nodes.length, missing: missing.length };
};

const isThere = ({ verdict }: ReportedNode): boolean => verdict === 'up' || verdict === 'suspect';

/**
 * @param now milliseconds since 1970
 * @example networkView(net.state, env.scheduler.now())
 */
export const networkView = ({ network }: State, now: number): NetworkView => {
  const { map, survey, agreement, parting } = network;
  const report = networkReport(map, { survey, agreement, now });
  const nodes = report.nodes.filter(isThere);
  const ids = new Set<NodeId>(nodes.map(({ id }) => id));
  const isHere = ({ tail, head }: ReportedEdge): boolean => ids.has(tail) && ids.has(head);
  return {
    ...report,
    nodes,
    edges: report.edges.filter(isHere),
    gone: report.nodes.filter((node) => !isThere(node)),
    goneEdges: report.edges.filter((edge) => !isHere(edge)),
    partition: parted(parting.partition),
  };
};

export const networkFigures = (state: State, now: number): NetworkFigures => {
  const { nodes, edges, digest, agreement: { proven, since, share } } = networkView(state, now);
  return { nodes: nodes.length, edges: edges.length, digest, agreement: { proven, since, share } };
};

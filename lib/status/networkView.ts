// The network as it is now: the nodes that are there, the edges between them, and apart from them those that are gone.
import { networkReport, type NetworkReport, type ReportedNode } from '../network/networkReport.ts';
import type { NodeId } from '../nodeId.ts';
import type { State } from '../state.ts';

export interface NetworkView extends NetworkReport {
  /** Whose records are still in the map, though they are down, lost, have left, or have expired. By id. */
  readonly gone: readonly ReportedNode[];
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

const isThere = ({ verdict }: ReportedNode): boolean => verdict === 'up' || verdict === 'suspect';

/**
 * @param now milliseconds since 1970
 * @example networkView(net.state, env.scheduler.now())
 */
export const networkView = ({ network }: State, now: number): NetworkView => {
  const { map, survey, agreement } = network;
  const report = networkReport(map, { survey, agreement, now });
  const nodes = report.nodes.filter(isThere);
  const ids = new Set<NodeId>(nodes.map(({ id }) => id));
  return {
    ...report,
    nodes,
    edges: report.edges.filter(({ tail, head }) => ids.has(tail) && ids.has(head)),
    gone: report.nodes.filter((node) => !isThere(node)),
  };
};

export const networkFigures = (state: State, now: number): NetworkFigures => {
  const { nodes, edges, digest, agreement: { proven, since, share } } = networkView(state, now);
  return { nodes: nodes.length, edges: edges.length, digest, agreement: { proven, since, share } };
};

// Who claims an edge to nodes that are not in the map: once such a node comes, its tails are there already.
import type { Graph } from './graph.ts';
import type { EdgeId } from './ids.ts';

type Absent = ReadonlyMap<EdgeId, readonly number[]>;

const known = new WeakMap<Graph, Absent>();

const found = ({ versions, byEdgeId }: Graph): Absent => {
  const absent = new Map<EdgeId, number[]>();
  versions.forEach(({ record: { body } }, tail) => {
    for (const head of body.out) {
      if (byEdgeId.has(head)) continue;
      const tails = absent.get(head);
      if (tails === undefined) absent.set(head, [tail]);
      else tails.push(tail);
    }
  });
  return absent;
};

/** By the end of the edge, the numbers of its tails; computed once for each graph. */
export const absentOf = (graph: Graph): Absent => {
  const absent = known.get(graph) ?? found(graph);
  known.set(graph, absent);
  return absent;
};

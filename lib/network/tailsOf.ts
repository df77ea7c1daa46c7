// Who claims an edge to each node, whether or not that node denies it.
import type { Graph } from './graph.ts';

const known = new WeakMap<Graph, readonly (readonly number[])[]>();

const turned = ({ heads }: Graph): readonly (readonly number[])[] => {
  const tails = heads.map((): number[] => []);
  heads.forEach((ends, tail) => ends.forEach((head) => tails[head]?.push(tail)));
  return tails;
};

/** By the numbers of the graph; computed once for each graph. */
export const tailsOf = (graph: Graph): readonly (readonly number[])[] => {
  const tails = known.get(graph) ?? turned(graph);
  known.set(graph, tails);
  return tails;
};

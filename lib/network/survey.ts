// Who is up: a function of the map alone, without timers and without an opinion of the one who asks.
import type { NodeId } from '../nodeId.ts';
import { distances, UNREACHED } from './distances.ts';
import { graphOf, type Graph } from './graph.ts';
import { isExpired, type NetworkMap } from './networkMap.ts';

/**
 * `up`: none of the others. `suspect`: some head that it dialled cannot reach it. `down`: most of those heads cannot,
 * not counting heads that are doubted themselves. `lost`: no path leads there over nodes that nobody doubts. `left`: it
 * said goodbye. `expired`: its record is older than it may be.
 */
export type Verdict = 'up' | 'suspect' | 'down' | 'lost' | 'left' | 'expired';

export interface Survey {
  readonly graph: Graph;
  /** Whose view it is; undefined: of nobody in the map, and then nobody is lost. */
  readonly me: number | undefined;
  /** By the numbers of the graph. */
  readonly verdicts: readonly Verdict[];
}

/** The heads that v chose, that have not gone, and that nobody doubts: who may vote on v, dead ones not counted. */
const undoubted = ({ graph }: { graph: Graph }, gone: (node: number) => boolean, node: number): number => {
  if (graph.equivocal[node] === true) return 0;
  return (graph.heads[node] ?? []).filter((head, at) =>
    graph.denied[node]?.[at] !== true && graph.versions[head]?.attestations.length === 0 && !gone(head)).length;
};

/**
 * What each node says of itself, and its own heads of it. Only heads that it dialled vote, so dialling it buys nobody a
 * vote. Whoever is down is doubted, so who is undoubted does not depend on who is down, and one pass is the fixpoint.
 */
const judged = (graph: Graph, sweepTime: number): readonly Verdict[] => {
  const first = graph.versions.map((version): Verdict | undefined => {
    if (version.record.body.leaving) return 'left';
    return isExpired(version, sweepTime) ? 'expired' : undefined;
  });
  const gone = (node: number): boolean => first[node] !== undefined;
  return graph.versions.map(({ attestations }, node) => {
    const verdict = first[node];
    if (verdict !== undefined) return verdict;
    if (attestations.length === 0) return 'up';
    const quorum = Math.max(1, Math.ceil((undoubted({ graph }, gone, node) + 1) / 2));
    return attestations.length >= quorum ? 'down' : 'suspect';
  });
};

/** The last ones of each graph: nodes that are simulated together share graphs. */
const verdictsBefore = new WeakMap<Graph, { readonly sweepTime: number; readonly verdicts: readonly Verdict[] }>();

const said = (graph: Graph, sweepTime: number): readonly Verdict[] => {
  const known = verdictsBefore.get(graph);
  if (known?.sweepTime === sweepTime) return known.verdicts;
  const verdicts = judged(graph, sweepTime);
  verdictsBefore.set(graph, { sweepTime, verdicts });
  return verdicts;
};

/**
 * The verdict on every node, as seen from one: its own doubters do not cut it off from its own view. All nodes of one
 * component see the same.
 *
 * @param sweepTime `sweepTimeOf(now)`
 * @example survey(map, { me: state.self.node, sweepTime: sweepTimeOf(now) })
 */
export const survey = (map: NetworkMap, { me, sweepTime }: { me?: NodeId; sweepTime: number }): Survey => {
  const graph = graphOf(map);
  const verdicts = said(graph, sweepTime);
  const from = me === undefined ? undefined : graph.indexOf.get(me);
  if (from === undefined) return { graph, me: from, verdicts };
  const reached = distances(graph.neighbours, from, (node) => verdicts[node] === 'up');
  const isLost = (verdict: Verdict, node: number): boolean => verdict === 'up' && reached[node] === UNREACHED;
  if (!verdicts.some(isLost)) return { graph, me: from, verdicts };
  return { graph, me: from, verdicts: verdicts.map((verdict, node) => (isLost(verdict, node) ? 'lost' : verdict)) };
};

export const verdictOf = ({ graph, verdicts }: Survey, id: NodeId): Verdict | undefined => {
  const at = graph.indexOf.get(id);
  return at === undefined ? undefined : verdicts[at];
};

/** The nodes with a verdict, in the order of their ids' bytes. */
export const withVerdict = ({ graph, verdicts }: Survey, ...wanted: readonly Verdict[]): readonly NodeId[] =>
  graph.ids.filter((_, at) => wanted.includes(verdicts[at] ?? 'lost'));

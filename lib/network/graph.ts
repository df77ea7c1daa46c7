// The directed graph that a map describes, as arrays: what verdicts, agreement and pictures are computed from.
import type { NodeId } from '../nodeId.ts';
import { equivocates, newest, type Entry } from './entry.ts';
import { edgeIdOf, type EdgeId } from './ids.ts';
import { digestOf, type NetworkMap } from './networkMap.ts';
import type { Version } from './version.ts';

/** Nodes are numbered in the order of their ids' bytes. */
export interface Graph {
  readonly ids: readonly NodeId[];
  /** What counts of each node. */
  readonly versions: readonly Version[];
  /** The nodes that have signed two records at once. */
  readonly equivocal: readonly boolean[];
  readonly indexOf: ReadonlyMap<NodeId, number>;
  /** Which node is at the end of an edge. */
  readonly byEdgeId: ReadonlyMap<EdgeId, number>;
  /** The heads of each node's edges, those that are in the map. */
  readonly heads: readonly (readonly number[])[];
  /** Whether the edge of the same place in `heads` is denied by its head. */
  readonly denied: readonly (readonly boolean[])[];
  /** The nodes at the other ends of the edges that count, in and out, in order, each once. */
  readonly neighbours: readonly (readonly number[])[];
}

/** Whether the head of an edge denies it. An honest tail costs nobody anything; a liar costs its victim one record. */
const denies = (head: Version, tail: EdgeId): boolean =>
  head.record.body.denied.includes(tail) ||
  (head.record.body.denyAll && !head.record.body.out.includes(tail));

const indexed = (entries: readonly Entry[]): Pick<Graph, 'ids' | 'indexOf' | 'byEdgeId'> => {
  const [indexOf, byEdgeId] = [new Map<NodeId, number>(), new Map<EdgeId, number>()];
  entries.forEach(({ id }, at) => {
    const short = edgeIdOf(id);
    indexOf.set(id, at);
    if (!byEdgeId.has(short)) byEdgeId.set(short, at); // of two, the lesser: as findByEdgeId has it
  });
  return { ids: entries.map(({ id }) => id), indexOf, byEdgeId };
};

/** An edge counts unless its head denies it, or its tail has said two things at once. */
const neighboursOf = ({ heads, denied, equivocal }: Omit<Graph, 'neighbours'>): Graph['neighbours'] => {
  const sets = heads.map(() => new Set<number>());
  heads.forEach((ends, tail) => ends.forEach((head, at) => {
    if (equivocal[tail] === true || denied[tail]?.[at] === true) return;
    sets[tail]?.add(head);
    sets[head]?.add(tail);
  }));
  return sets.map((set) => [...set].sort((one, two) => one - two));
};

const drawn = (map: NetworkMap): Graph => {
  const entries = [...map.entries];
  const names = indexed(entries);
  const versions = entries.map(newest);
  const edges = versions.map(({ record }, tail) => {
    const name = edgeIdOf(record.header.id);
    return record.body.out.flatMap((id) => {
      const head = names.byEdgeId.get(id);
      const version = head === undefined ? undefined : versions[head];
      if (head === undefined || version === undefined || head === tail) return [];
      return [{ head, denied: denies(version, name) }];
    });
  });
  const graph = {
    ...names, versions,
    equivocal: entries.map(equivocates),
    heads: edges.map((ends) => ends.map(({ head }) => head)),
    denied: edges.map((ends) => ends.map(({ denied }) => denied)),
  };
  return { ...graph, neighbours: neighboursOf(graph) };
};

/** A thousand simulated nodes that agree need one graph, not a thousand; a real node has one map at a time. */
const GRAPHS_MAX = 8;
const graphs = new Map<string, Graph>();

/** The graph of a map: the same value for maps of one digest, while it is among the last few that were asked for. */
export const graphOf = (map: NetworkMap): Graph => {
  const digest = Buffer.from(digestOf(map)).toString('latin1');
  const graph = graphs.get(digest) ?? drawn(map);
  graphs.delete(digest);
  graphs.set(digest, graph);
  const [oldest] = graphs.size > GRAPHS_MAX ? graphs.keys() : [];
  if (oldest !== undefined) graphs.delete(oldest);
  return graph;
};

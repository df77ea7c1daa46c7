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
export const denies = ({ record: { body } }: Version, tail: EdgeId): boolean =>
  (body.denied.length > 0 && body.denied.includes(tail)) || (body.denyAll && !body.out.includes(tail));

const indexed = (entries: readonly Entry[]): Pick<Graph, 'ids' | 'indexOf' | 'byEdgeId'> => {
  const [indexOf, byEdgeId] = [new Map<NodeId, number>(), new Map<EdgeId, number>()];
  entries.forEach(({ id }, at) => {
    const short = edgeIdOf(id);
    indexOf.set(id, at);
    if (!byEdgeId.has(short)) byEdgeId.set(short, at); // of two, the lesser: as findByEdgeId has it
  });
  return { ids: entries.map(({ id }) => id), indexOf, byEdgeId };
};

type Edges = Pick<Graph, 'heads' | 'denied'>;

/** Plain loops: a network of ten thousand nodes has eighty thousand edges, and is drawn at every change. */
const edgesOf = (versions: readonly Version[], byEdgeId: Graph['byEdgeId']): Edges => {
  const heads: number[][] = [];
  const denied: boolean[][] = [];
  versions.forEach(({ record: { header, body } }, tail) => {
    const [ends, denials]: [number[], boolean[]] = [[], []];
    for (const id of body.out) {
      const head = byEdgeId.get(id);
      const version = head === undefined ? undefined : versions[head];
      if (head === undefined || version === undefined || head === tail) continue;
      ends.push(head);
      denials.push(denies(version, edgeIdOf(header.id)));
    }
    heads.push(ends);
    denied.push(denials);
  });
  return { heads, denied };
};

/** An edge counts unless its head denies it, or its tail has said two things at once. */
const neighboursOf = ({ heads, denied, equivocal }: Omit<Graph, 'neighbours'>): Graph['neighbours'] => {
  const neighbours = heads.map((): number[] => []);
  heads.forEach((ends, tail) => {
    if (equivocal[tail] === true) return;
    ends.forEach((head, at) => {
      if (denied[tail]?.[at] === true) return;
      neighbours[tail]?.push(head);
      neighbours[head]?.push(tail);
    });
  });
  for (const ends of neighbours) ends.sort((one, two) => one - two);
  return neighbours.map((ends) => (ends.some((end, at) => end === ends[at - 1])
    ? ends.filter((end, at) => end !== ends[at - 1])
    : ends));
};

const drawn = (map: NetworkMap): Graph => {
  const entries = [...map.entries];
  const names = indexed(entries);
  const versions = entries.map(newest);
  const graph = { ...names, versions, equivocal: entries.map(equivocates), ...edgesOf(versions, names.byEdgeId) };
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

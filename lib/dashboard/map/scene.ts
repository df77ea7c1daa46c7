// The map as it is drawn: nodes and edges by number, who is cut off from whom, and what the layout has to know.
import type { NetworkView } from '../../status/networkView.ts';
import type { Graph } from '../layout/layout.ts';
import { parts } from './parts.ts';

export type Verdict = NetworkView['nodes'][number]['verdict'];

export interface SceneNode {
  readonly id: string;
  readonly label: string | null;
  readonly addresses: readonly string[];
  readonly verdict: Verdict;
  readonly equivocal: boolean;
  /** The node that shows the page. */
  readonly isOwn: boolean;
  /** The numbers of its edges. */
  readonly edges: readonly number[];
}

export interface SceneEdge {
  readonly tail: number;
  readonly head: number;
  readonly denied: boolean;
  /** One end is not there: the edge is what somebody's record still says. */
  readonly isGone: boolean;
  /** There is one the other way round too, so each is bent aside. */
  readonly hasTwin: boolean;
}

export interface Scene {
  readonly nodes: readonly SceneNode[];
  readonly edges: readonly SceneEdge[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** Groups of nodes with no living path to the node itself: each a list of node numbers, two at least. */
  readonly islands: readonly (readonly number[])[];
  /** The network has come apart. */
  readonly isApart: boolean;
}

const ofPair = (tail: number, head: number): string => `${tail} ${head}`;

const edgesOf = ({ edges, goneEdges }: NetworkView, indexOf: ReadonlyMap<string, number>): readonly SceneEdge[] => {
  const all = [
    ...edges.map((edge) => ({ ...edge, isGone: false })),
    ...goneEdges.map((edge) => ({ ...edge, isGone: true })),
  ].flatMap(({ tail: from, head: to, denied, isGone }) => {
    const [tail, head] = [indexOf.get(from), indexOf.get(to)];
    return tail === undefined || head === undefined || tail === head ? [] : [{ tail, head, denied, isGone }];
  });
  const pairs = new Set(all.map(({ tail, head }) => ofPair(tail, head)));
  return all.map((edge) => ({ ...edge, hasTwin: pairs.has(ofPair(edge.head, edge.tail)) }));
};

const endsAt = (count: number, edges: readonly SceneEdge[]): readonly (readonly number[])[] => {
  const at: number[][] = Array.from({ length: count }, () => []);
  edges.forEach(({ tail, head }, edge) => {
    at[tail]?.push(edge);
    at[head]?.push(edge);
  });
  return at;
};

/** Who has left is no part of anything; who is down is so by itself, unless a whole part of the network is. */
const isOfPart = (verdict: Verdict, isApart: boolean): boolean =>
  verdict === 'up' || verdict === 'suspect' || verdict === 'lost' || (verdict === 'down' && isApart);

const isHere = (verdict: Verdict): boolean => verdict === 'up' || verdict === 'suspect';

type Unparted = Omit<Scene, 'islands'>;

const islandsOf = ({ nodes, edges, isApart }: Unparted): Scene['islands'] => {
  const verdictOf = (node: number): Verdict => nodes[node]?.verdict ?? 'left';
  const holds = ({ tail, head, denied }: SceneEdge): boolean =>
    !denied &&
    [tail, head].every((end) => isOfPart(verdictOf(end), isApart)) &&
    isHere(verdictOf(tail)) === isHere(verdictOf(head));
  return parts(nodes.length, edges.filter(holds)).filter((part) => part.length > 1 && !part.includes(0));
};

/** @param own the id of the node that shows the page: the first node of the scene */
export const sceneOf = (network: NetworkView, own: string | undefined): Scene => {
  const listed = [...network.nodes, ...network.gone];
  const sorted = [...listed.filter(({ id }) => id === own), ...listed.filter(({ id }) => id !== own)];
  const indexOf = new Map(sorted.map(({ id }, at) => [id, at]));
  const edges = edgesOf(network, indexOf);
  const ends = endsAt(sorted.length, edges);
  const nodes = sorted.map(
    ({ id, label, addresses, verdict, equivocal }, at): SceneNode =>
      ({ id, label, addresses, verdict, equivocal, isOwn: id === own, edges: ends[at] ?? [] }),
  );
  const scene: Unparted = { nodes, edges, indexOf, isApart: network.partition !== null };
  return { ...scene, islands: islandsOf(scene) };
};

/**
 * What the layout has to know: an edge that is denied, or whose end is gone, still holds things in place. Only where the
 * network has come apart, the map does too.
 */
export const graphOf = ({ nodes, edges, isApart }: Scene): Graph => {
  const crosses = ({ tail, head }: SceneEdge): boolean =>
    isHere(nodes[tail]?.verdict ?? 'left') !== isHere(nodes[head]?.verdict ?? 'left');
  const holding = isApart ? edges.filter((edge) => !crosses(edge)) : edges;
  return { ids: nodes.map(({ id }) => id), links: Int32Array.from(holding.flatMap(({ tail, head }) => [tail, head])) };
};

export const EMPTY_SCENE: Scene = { nodes: [], edges: [], indexOf: new Map(), islands: [], isApart: false };

// Who follows whom on the two rings that all nodes stand on: a part of every node's heads that no chance decides.
//
// On ring r a node stands at H(r ║ id). Whoever would be the successor of a given node on both rings must make keys
// until two hashes fall short of all others; and the two rings alone hold a network together.
import { createHash } from 'node:crypto';
import { Latest } from './latest.ts';
import type { Graph } from './network/graph.ts';
import type { NodeId } from './nodeId.ts';
import type { State } from './state.ts';

/** Two permutations: as a graph they fall apart only where two gaps meet. */
export const RINGS = 2;
/** How long a node must have been in the map before it counts on the rings: a name made for a place has to wait. */
export const RING_AGE_MS = 600_000;
/** As many as a map holds. */
const PLACES_MAX = 16_384;
/** 48 bits of the hash: a whole number in a double, and no two of thousands are alike. */
const PLACE_BYTES = 6;

const places = new Latest<NodeId, readonly number[]>(PLACES_MAX);

const placed = (node: NodeId): readonly number[] =>
  Array.from({ length: RINGS }, (_, ring) =>
    createHash('sha256').update(`millrace1 ring ${ring} ${node}`).digest().readUIntBE(0, PLACE_BYTES));

/** Where a node stands on each ring. */
export const placesOf = (node: NodeId): readonly number[] => {
  const known = places.get(node) ?? placed(node);
  places.set(node, known);
  return known;
};

/** For each ring, the numbers of a graph's nodes in the order in which they stand. */
type Orders = readonly (readonly number[])[];
const orders = new WeakMap<Graph, Orders>();

const ordersOf = (graph: Graph): Orders => {
  const known = orders.get(graph);
  if (known !== undefined) return known;
  const all = graph.ids.map(placesOf);
  const drawn = Array.from({ length: RINGS }, (_, ring) =>
    graph.ids.map((_id, at) => at).sort((one, two) => (all[one]?.[ring] ?? 0) - (all[two]?.[ring] ?? 0)));
  orders.set(graph, drawn);
  return drawn;
};

/** The first in an order that stands after a place; past the last, the first of all. */
const after = (order: readonly number[], place: number, placeOf: (at: number) => number): number => {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (placeOf(order[middle] ?? 0) > place) high = middle;
    else low = middle + 1;
  }
  return low;
};

/**
 * Whether a node has been known for long enough. In its first ten minutes a node cannot tell who is new, and takes all
 * for old whom it meets: so a network that has just begun has its rings at once, and nobody ever grows young again.
 */
const isAged = ({ self, network }: State, node: NodeId, now: number): boolean => {
  const since = network.since.get(node);
  return since !== undefined && since <= Math.max(now - RING_AGE_MS, self.startedAt + RING_AGE_MS);
};

/** Up, with an address at which it can be dialled, and not new. */
const counts = (state: State, at: number, now: number): boolean => {
  const { graph, verdicts } = state.network.survey;
  const id = graph.ids[at] ?? '';
  return verdicts[at] === 'up' && (graph.versions[at]?.record.body.addresses.length ?? 0) > 0 && isAged(state, id, now);
};

/** The next on a ring after a node, of those for whom `stands` is true; undefined: there is nobody else. */
const next = (state: State, node: NodeId, ring: number, stands: (at: number, id: NodeId) => boolean):
NodeId | undefined => {
  const { graph } = state.network.survey;
  const order = ordersOf(graph)[ring] ?? [];
  const first = after(order, placesOf(node)[ring] ?? 0, (at) => placesOf(graph.ids[at] ?? '')[ring] ?? 0);
  for (let step = 0; step < order.length; step++) {
    const at = order[(first + step) % order.length] ?? 0;
    const id = graph.ids[at] ?? '';
    if (id !== node && stands(at, id)) return id;
  }
  return undefined;
};

/**
 * Who follows this node on each ring, of the nodes that are up, can be dialled, and have been in the map for ten
 * minutes; undefined where there is nobody. In a small network both may be the same node.
 *
 * Costs a binary search, once the graph has been put in order.
 *
 * @example ringSuccessors(state, now).includes(node) // whether an edge to it is one of the ring's
 */
export const ringSuccessors = (state: State, now: number): readonly (NodeId | undefined)[] =>
  Array.from({ length: RINGS }, (_, ring) => next(state, state.self.node, ring, (at) => counts(state, at, now)));

/**
 * The rings on which this node follows another one, by the map: whoever says so of itself has chosen nothing.
 *
 * @example ringsBefore(state, node, now).length > 0 // it has a right to one of the slots for predecessors
 */
export const ringsBefore = (state: State, node: NodeId, now: number): readonly number[] => {
  const { survey, since } = state.network;
  if (node === state.self.node || !since.has(node) || !survey.graph.indexOf.has(node)) return [];
  return Array.from({ length: RINGS }, (_, ring) => ring).filter((ring) =>
    next(state, node, ring, (at, id) => id === state.self.node || counts(state, at, now)) === state.self.node);
};

// Who follows whom on the two rings that all nodes stand on: a part of every node's heads that no chance decides.
//
// On ring r a node stands at H(r ║ id). Whoever would be the successor of a given node on both rings must make keys
// until two hashes fall short of all others; and the two rings alone hold a network together.
import { createHash } from 'node:crypto';
import { Latest } from './latest.ts';
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

/** For each ring, the nodes in the order in which they stand. */
type Orders = readonly (readonly NodeId[])[];
/** By the list of all nodes, which is the same value as long as nobody comes or goes. */
const orders = new WeakMap<readonly NodeId[], Orders>();

const ordersOf = (ids: readonly NodeId[]): Orders => {
  const known = orders.get(ids);
  if (known !== undefined) return known;
  const all = new Map(ids.map((id) => [id, placesOf(id)]));
  const drawn = Array.from({ length: RINGS }, (_, ring) =>
    [...ids].sort((one, two) => (all.get(one)?.[ring] ?? 0) - (all.get(two)?.[ring] ?? 0)));
  orders.set(ids, drawn);
  return drawn;
};

/** The first in an order that stands after a place; past the last, the first of all. */
const after = (order: readonly NodeId[], place: number, placeOf: (id: NodeId) => number): number => {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (placeOf(order[middle] ?? '') > place) high = middle;
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
const counts = (state: State, id: NodeId, now: number): boolean => {
  const { survey } = state.network;
  return survey.verdictOf(id) === 'up' && (survey.versionOf(id)?.record.body.addresses.length ?? 0) > 0 &&
    isAged(state, id, now);
};

/** The next on a ring after a node, of those for whom `stands` is true; undefined: there is nobody else. */
const next = (state: State, node: NodeId, ring: number, stands: (id: NodeId) => boolean): NodeId | undefined => {
  const order = ordersOf(state.network.survey.ids)[ring] ?? [];
  const first = after(order, placesOf(node)[ring] ?? 0, (id) => placesOf(id)[ring] ?? 0);
  for (let step = 0; step < order.length; step++) {
    const id = order[(first + step) % order.length] ?? '';
    if (id !== node && stands(id)) return id;
  }
  return undefined;
};

/** Those that follow a node on the first ring, known or not, whoever they are: `count` of them, or all. */
export const nextOnRing = (state: State, node: NodeId, count: number): readonly NodeId[] => {
  const [order = []] = ordersOf(state.network.survey.ids);
  const first = after(order, placesOf(node)[0] ?? 0, (id) => placesOf(id)[0] ?? 0);
  return Array.from({ length: Math.min(count, order.length) }, (_, step) => order[(first + step) % order.length] ?? '')
    .filter((id) => id !== node);
};

/**
 * Who follows this node on each ring, of the nodes that are up, can be dialled, and have been in the map for ten
 * minutes; undefined where there is nobody. In a small network both may be the same node.
 *
 * Costs a binary search, once the nodes have been put in order.
 *
 * @example ringSuccessors(state, now).includes(id) // whether an edge to it is one of the ring's
 */
export const ringSuccessors = (state: State, now: number): readonly (NodeId | undefined)[] =>
  Array.from({ length: RINGS }, (_, ring) => next(state, state.self.node, ring, (id) => counts(state, id, now)));

/**
 * The rings on which this node follows another one, by the map: whoever says so of itself has chosen nothing.
 *
 * @example ringsBefore(state, id, now).length > 0 // it has a right to one of the slots for predecessors
 */
export const ringsBefore = (state: State, node: NodeId, now: number): readonly number[] => {
  const { survey, since } = state.network;
  if (node === state.self.node || !since.has(node) || survey.versionOf(node) === undefined) return [];
  return Array.from({ length: RINGS }, (_, ring) => ring).filter((ring) =>
    next(state, node, ring, (id) => id === state.self.node || counts(state, id, now)) === state.self.node);
};

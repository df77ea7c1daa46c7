// Where the nodes of a picture stand: few on a circle, more where the edges between them pull them. The same graph is
// laid out the same way each time: there is no chance in it.

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** So many on a circle are seen at a glance, however dense the edges are. */
export const CIRCLE_NODES_MAX = 12;
/** Beyond that a round costs more than anybody waits for: so many stand on a circle again, unreadable anyhow. */
const FORCE_NODES_MAX = 600;
/** Fruchterman and Reingold come to rest within some fifty rounds from a random start; a spiral is a worse one. */
const ROUNDS = 150;
/** How far two nodes with an edge want to be apart. */
export const EDGE_PX = 110;
const RADIUS_PX_MIN = 150;
/** Along a circle, for a node and its caption. */
const ARC_PX = 44;
/** 2 pi over the square of the golden ratio: neighbours in a spiral of that angle never line up. Vogel 1979. */
const GOLDEN_ANGLE = 2.399963229728653;
/** Towards the middle, so that parts without an edge between them stay in sight of each other. */
const GRAVITY = 0.25;

export const circle = (count: number): readonly Point[] => {
  const radius = Math.max(RADIUS_PX_MIN, (count * ARC_PX) / (2 * Math.PI));
  return Array.from({ length: count }, (_, at) => {
    const angle = (2 * Math.PI * at) / Math.max(count, 1) - Math.PI / 2;
    return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
  });
};

/** Pushes every two nodes apart and pulls the ends of every edge together: each a change of place. */
const forces = (xs: Float64Array, ys: Float64Array, edges: readonly (readonly [number, number])[]) => {
  const [fx, fy] = [new Float64Array(xs.length), new Float64Array(xs.length)];
  const add = (a: number, b: number, strength: (distance: number) => number): void => {
    const [dx, dy] = [(xs[a] ?? 0) - (xs[b] ?? 0), (ys[a] ?? 0) - (ys[b] ?? 0)];
    const distance = Math.max(1, Math.hypot(dx, dy));
    const force = strength(distance) / distance;
    fx[a] = (fx[a] ?? 0) + dx * force;
    fy[a] = (fy[a] ?? 0) + dy * force;
    fx[b] = (fx[b] ?? 0) - dx * force;
    fy[b] = (fy[b] ?? 0) - dy * force;
  };
  for (let a = 0; a < xs.length; a++) {
    for (let b = 0; b < a; b++) add(a, b, (distance) => (EDGE_PX * EDGE_PX) / distance);
  }
  // Where everybody has many edges, each of them pulls less: else the whole is a knot.
  const pull = Math.min(1, (2 * xs.length) / Math.max(1, edges.length));
  for (const [a, b] of edges) add(a, b, (distance) => (-pull * distance * distance) / EDGE_PX);
  return { fx, fy };
};

/** Fruchterman and Reingold, "Graph Drawing by Force-directed Placement", Software: Practice and Experience 1991. */
const force = (count: number, edges: readonly (readonly [number, number])[]): readonly Point[] => {
  const spread = EDGE_PX * 0.7;
  const xs = Float64Array.from({ length: count }, (_, at) => spread * Math.sqrt(at + 1) * Math.cos(at * GOLDEN_ANGLE));
  const ys = Float64Array.from({ length: count }, (_, at) => spread * Math.sqrt(at + 1) * Math.sin(at * GOLDEN_ANGLE));
  for (let round = 0; round < ROUNDS; round++) {
    const reach = EDGE_PX * (1 - round / ROUNDS); // how far a node may go: less and less
    const { fx, fy } = forces(xs, ys, edges);
    for (let at = 0; at < count; at++) {
      const [dx, dy] = [(fx[at] ?? 0) - GRAVITY * (xs[at] ?? 0), (fy[at] ?? 0) - GRAVITY * (ys[at] ?? 0)];
      const length = Math.max(1, Math.hypot(dx, dy));
      xs[at] = (xs[at] ?? 0) + (dx / length) * Math.min(length, reach);
      ys[at] = (ys[at] ?? 0) + (dy / length) * Math.min(length, reach);
    }
  }
  return Array.from(xs, (x, at) => ({ x, y: ys[at] ?? 0 }));
};

/**
 * @param edges by the numbers of their ends
 * @returns in pixels, around the origin
 * @example layout(3, [[0, 1], [1, 2]])
 */
export const layout = (count: number, edges: readonly (readonly [number, number])[]): readonly Point[] =>
  count <= CIRCLE_NODES_MAX || count > FORCE_NODES_MAX ? circle(count) : force(count, edges);

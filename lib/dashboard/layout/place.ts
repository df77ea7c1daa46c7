// Where nodes begin: those that were there stay, a newcomer begins beside its neighbours, and the very first picture
// grows in rings from the node whose view it is.
import type { Arrangement } from './arrangement.ts';
import { LINK_LENGTH } from './attract.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Turns by the golden angle never line up. */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
const STEP = 0.5 * LINK_LENGTH;

const neighboursOf = ({ count, links }: Arrangement): readonly (readonly number[])[] => {
  const all: number[][] = Array.from({ length: count }, () => []);
  for (let at = 0; at < links.length; at += 2) {
    const [from, to] = [links[at] ?? 0, links[at + 1] ?? 0];
    all[from]?.push(to);
    all[to]?.push(from);
  }
  return all;
};

/** Breadth first from the first node, then from the next that was not reached. */
const inRings = (neighbours: readonly (readonly number[])[]): readonly number[] => {
  const order: number[] = [];
  const seen = new Uint8Array(neighbours.length);
  for (let start = 0; start < neighbours.length; start++) {
    if (seen[start] === 1) continue;
    seen[start] = 1;
    for (let at = order.push(start) - 1; at < order.length; at++) {
      for (const next of neighbours[order[at] ?? 0] ?? []) {
        if (seen[next] === 0) order.push(next);
        seen[next] = 1;
      }
    }
  }
  return order;
};

const spiral = (turn: number): Point => ({
  x: STEP * Math.sqrt(turn + 0.5) * Math.cos(turn * GOLDEN_ANGLE),
  y: STEP * Math.sqrt(turn + 0.5) * Math.sin(turn * GOLDEN_ANGLE),
});

/** Beside the middle of those of its neighbours that have a place; beside the whole when it has none. */
const beside = (graph: Arrangement, near: readonly number[], turn: number): Point => {
  const sum = near.reduce(({ x, y }, node) => ({ x: x + (graph.x[node] ?? 0), y: y + (graph.y[node] ?? 0) }),
    { x: 0, y: 0 });
  const off = spiral(turn);
  if (near.length === 0) return { x: off.x * 2, y: off.y * 2 };
  const scale = near.length === 1 ? 1 : 0.3;
  return { x: sum.x / near.length + off.x * scale, y: sum.y / near.length + off.y * scale };
};

/**
 * Writes a place for every node.
 *
 * @param known where a node was
 * @returns how many are new
 */
export const place = (graph: Arrangement, known: (node: number) => Point | undefined): number => {
  const neighbours = neighboursOf(graph);
  const placed = new Uint8Array(graph.count);
  const put = (node: number, { x, y }: Point): void => {
    graph.x[node] = x;
    graph.y[node] = y;
    placed[node] = 1;
  };
  for (let node = 0; node < graph.count; node++) {
    const point = known(node);
    if (point !== undefined) put(node, point);
  }
  const wasEmpty = !placed.includes(1);
  const newcomers = inRings(neighbours).filter((node) => placed[node] === 0);
  newcomers.forEach((node, turn) => {
    const near = wasEmpty ? [] : (neighbours[node] ?? []).filter((other) => placed[other] === 1);
    put(node, wasEmpty ? spiral(turn) : beside(graph, near, turn));
  });
  return newcomers.length;
};

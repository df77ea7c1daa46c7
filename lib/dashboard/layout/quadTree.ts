// Points in quarters of quarters, each quarter with its mass and the middle of it: what is far away counts as one.
import type { Arrangement } from './arrangement.ts';

export interface QuadTree {
  /** Of cell c the quarters are `child[4 c]` to `child[4 c + 3]`: 0 is none, and the root is cell 1. */
  readonly child: Int32Array;
  /** How many points are in a cell, and where their middle is. */
  readonly mass: Float64Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The width of a cell. */
  readonly width: Float64Array;
}

/** Points closer than the root's width over 2^24 lie in one cell: they are drawn on one pixel anyway. */
const DEPTH_MAX = 24;
/** What a splitting pair of points may cost on average; points that need more share a cell. */
const CELLS_PER_POINT = 6;
const ROOT = 1;

interface Growing extends QuadTree {
  /** The middle of each cell. */
  readonly cx: Float64Array;
  readonly cy: Float64Array;
  readonly capacity: number;
  cells: number;
}

const empty = (count: number): Growing => {
  const capacity = count * CELLS_PER_POINT + 64;
  const floats = (): Float64Array => new Float64Array(capacity);
  return {
    child: new Int32Array(4 * capacity), mass: floats(), x: floats(), y: floats(),
    width: floats(), cx: floats(), cy: floats(), capacity, cells: ROOT,
  };
};

const square = (tree: Growing, { x, y, count }: Arrangement): void => {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; at < count; at++) {
    left = Math.min(left, x[at] ?? 0);
    right = Math.max(right, x[at] ?? 0);
    top = Math.min(top, y[at] ?? 0);
    bottom = Math.max(bottom, y[at] ?? 0);
  }
  tree.width[ROOT] = Math.max(right - left, bottom - top, 1) * 1.01;
  tree.cx[ROOT] = (left + right) / 2;
  tree.cy[ROOT] = (top + bottom) / 2;
};

const quarterOf = (tree: Growing, cell: number, x: number, y: number): number =>
  4 * cell + (x > (tree.cx[cell] ?? 0) ? 1 : 0) + (y > (tree.cy[cell] ?? 0) ? 2 : 0);

/** The cell of a quarter, made if need be; 0 when there is no room for more. */
const opened = (tree: Growing, cell: number, quarter: number): number => {
  const known = tree.child[quarter] ?? 0;
  if (known !== 0 || tree.cells + 1 >= tree.capacity) return known;
  const fresh = ++tree.cells;
  const width = (tree.width[cell] ?? 0) / 2;
  tree.child[quarter] = fresh;
  tree.width[fresh] = width;
  tree.cx[fresh] = (tree.cx[cell] ?? 0) + (quarter & 1 ? width / 2 : -width / 2);
  tree.cy[fresh] = (tree.cy[cell] ?? 0) + (quarter & 2 ? width / 2 : -width / 2);
  return fresh;
};

const weigh = (tree: Growing, cell: number, x: number, y: number): void => {
  const mass = (tree.mass[cell] ?? 0) + 1;
  tree.mass[cell] = mass;
  tree.x[cell] = (tree.x[cell] ?? 0) + (x - (tree.x[cell] ?? 0)) / mass;
  tree.y[cell] = (tree.y[cell] ?? 0) + (y - (tree.y[cell] ?? 0)) / mass;
};

/** Down to a cell of its own; the point that lay alone in a cell on the way goes one quarter further down. */
const insert = (tree: Growing, x: number, y: number): void => {
  let cell = ROOT;
  for (let depth = 0; depth < DEPTH_MAX; depth++) {
    const isLeaf = (tree.mass[cell] ?? 0) === 1;
    const [hereX, hereY] = [tree.x[cell] ?? 0, tree.y[cell] ?? 0];
    weigh(tree, cell, x, y);
    if ((tree.mass[cell] ?? 0) === 1) return;
    if (isLeaf) {
      const moved = opened(tree, cell, quarterOf(tree, cell, hereX, hereY));
      if (moved === 0) return;
      weigh(tree, moved, hereX, hereY);
    }
    const next = opened(tree, cell, quarterOf(tree, cell, x, y));
    if (next === 0) return;
    cell = next;
  }
  weigh(tree, cell, x, y);
};

/** After Barnes and Hut, "A hierarchical O(N log N) force-calculation algorithm", Nature 324, 1986. */
export const quadTree = (graph: Arrangement): QuadTree => {
  const tree = empty(graph.count);
  square(tree, graph);
  for (let at = 0; at < graph.count; at++) insert(tree, graph.x[at] ?? 0, graph.y[at] ?? 0);
  return tree;
};

// What pushes: every node keeps the others off, the near ones by themselves and the far ones by the crowd.
import type { Arrangement } from './arrangement.ts';
import { quadTree, type QuadTree } from './quadTree.ts';

const STRENGTH = 700;
/** A crowd counts as one when it looks narrower than this from here: its width over its distance. */
const THETA = 0.9;
/** Nearer than this pushes no harder, or two nodes at one place would fly apart. */
const NEAR = 6;
/** The deepest path keeps three brothers waiting on each of 24 levels. */
const STACK = 256;

const pushed = (
  tree: QuadTree,
  { x, y, vx, vy }: Arrangement,
  node: number,
  alpha: number,
  stack: Int32Array,
): void => {
  const [atX, atY] = [x[node] ?? 0, y[node] ?? 0];
  let [byX, byY] = [0, 0];
  let waiting = 1;
  stack[0] = 1;
  while (waiting > 0) {
    const cell = stack[--waiting] ?? 0;
    const mass = tree.mass[cell] ?? 0;
    const [dx, dy, width] = [atX - (tree.x[cell] ?? 0), atY - (tree.y[cell] ?? 0), tree.width[cell] ?? 0];
    const away = dx * dx + dy * dy;
    if (mass > 1 && width * width > THETA * THETA * away) {
      let quarters = 0;
      for (let quarter = 4 * cell; quarter < 4 * cell + 4; quarter++) {
        const child = tree.child[quarter] ?? 0;
        if (child !== 0) stack[waiting++] = child;
        if (child !== 0) quarters++;
      }
      if (quarters > 0) continue;
    }
    if (away === 0) continue; // itself, or what lies exactly on it: a newcomer is never put there
    const push = (mass * STRENGTH) / Math.max(away, NEAR * NEAR);
    byX += dx * push;
    byY += dy * push;
  }
  vx[node] = (vx[node] ?? 0) + byX * alpha;
  vy[node] = (vy[node] ?? 0) + byY * alpha;
};

/** Adds to the velocities. */
export const repel = (graph: Arrangement, alpha: number): void => {
  const tree = quadTree(graph);
  const stack = new Int32Array(STACK);
  for (let node = 0; node < graph.count; node++) pushed(tree, graph, node, alpha, stack);
};

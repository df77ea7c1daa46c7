// What pulls: every edge is a spring, and all is drawn a little towards the middle so that parts stay in the picture.
import type { Arrangement } from './arrangement.ts';

/** The length that an edge would have by itself. Only its relation to the repulsion matters: the picture is scaled. */
export const LINK_LENGTH = 100;
/** Weak enough that two parts of a network stay apart. */
const GRAVITY = 0.04;
/** Who has no edge is held by nothing else. */
const GRAVITY_LOOSE = 0.3;
const TINY = 1e-6;

/** As stiff as its freer end has few edges, so that a hub does not tear; the freer end moves more. After d3-force. */
const spring = ({ x, y, vx, vy, degree }: Arrangement, from: number, to: number, alpha: number): void => {
  const [ends, others] = [degree[from] ?? 1, degree[to] ?? 1];
  const dx = (x[to] ?? 0) + (vx[to] ?? 0) - (x[from] ?? 0) - (vx[from] ?? 0) || TINY;
  const dy = (y[to] ?? 0) + (vy[to] ?? 0) - (y[from] ?? 0) - (vy[from] ?? 0) || TINY;
  const length = Math.hypot(dx, dy);
  const pull = (alpha * (length - LINK_LENGTH)) / length / Math.min(ends, others);
  const share = ends / (ends + others);
  vx[to] = (vx[to] ?? 0) - dx * pull * share;
  vy[to] = (vy[to] ?? 0) - dy * pull * share;
  vx[from] = (vx[from] ?? 0) + dx * pull * (1 - share);
  vy[from] = (vy[from] ?? 0) + dy * pull * (1 - share);
};

/** Adds to the velocities. */
export const attract = (graph: Arrangement, alpha: number): void => {
  const { links, count, x, y, vx, vy, degree } = graph;
  for (let at = 0; at < links.length; at += 2) spring(graph, links[at] ?? 0, links[at + 1] ?? 0, alpha);
  for (let node = 0; node < count; node++) {
    const pull = alpha * (degree[node] === 0 ? GRAVITY_LOOSE : GRAVITY);
    vx[node] = (vx[node] ?? 0) - (x[node] ?? 0) * pull;
    vy[node] = (vy[node] ?? 0) - (y[node] ?? 0) * pull;
  }
};

// What is under the pointer: a node before an edge, the nearest of each.
import type { Point } from '../layout/place.ts';
import { pointOn } from './curve.ts';
import { curveAt, pixelOf, radiusOf, type Picture } from './picture.ts';

/** Beyond the rim of a node, so that small ones can be met. */
const NODE_PX = 6;
const EDGE_PX = 5;
/** Along a bent edge. */
const STEPS = 12;

export type Hit = { readonly type: 'node' | 'edge'; readonly at: number };

export const nodeAt = (picture: Picture, pixel: Point): number | undefined => {
  let [nearest, least]: [number | undefined, number] = [undefined, radiusOf(picture) + NODE_PX];
  for (let node = 0; node < picture.scene.nodes.length; node++) {
    const { x, y } = pixelOf(picture, node);
    const away = Math.hypot(x - pixel.x, y - pixel.y);
    if (away < least) [nearest, least] = [node, away];
  }
  return nearest;
};

const toSegment = (a: Point, b: Point, { x, y }: Point): number => {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const share = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(a.x + share * dx - x, a.y + share * dy - y);
};

const toEdge = (picture: Picture, edge: number, pixel: Point): number => {
  const curve = curveAt(picture, edge);
  if (curve === undefined || toSegment(curve.from, curve.to, pixel) > EDGE_PX + 30) return Infinity;
  const steps = curve.bend === undefined ? 1 : STEPS;
  let least = Infinity;
  for (let step = 0; step < steps; step++) {
    least = Math.min(least, toSegment(pointOn(curve, step / steps), pointOn(curve, (step + 1) / steps), pixel));
  }
  return least;
};

const edgeAt = (picture: Picture, pixel: Point): number | undefined => {
  let [nearest, least]: [number | undefined, number] = [undefined, EDGE_PX];
  for (let edge = 0; edge < picture.scene.edges.length; edge++) {
    const away = toEdge(picture, edge, pixel);
    if (away < least) [nearest, least] = [edge, away];
  }
  return nearest;
};

export const hitAt = (picture: Picture, pixel: Point): Hit | undefined => {
  const node = nodeAt(picture, pixel);
  if (node !== undefined) return { type: 'node', at: node };
  const edge = edgeAt(picture, pixel);
  return edge === undefined ? undefined : { type: 'edge', at: edge };
};

/** The nearest node in a direction, for the arrow keys: what lies straight ahead before what is only near. */
export const nodeTowards = (picture: Picture, from: number, { x: dx, y: dy }: Point): number | undefined => {
  const start = pixelOf(picture, from);
  let [best, least]: [number | undefined, number] = [undefined, Infinity];
  for (let node = 0; node < picture.scene.nodes.length; node++) {
    const at = pixelOf(picture, node);
    const [ahead, aside] = [
      (at.x - start.x) * dx + (at.y - start.y) * dy,
      (at.x - start.x) * dy - (at.y - start.y) * dx,
    ];
    if (node === from || ahead <= 0 || Math.abs(aside) > 2 * ahead) continue;
    const cost = ahead + 2 * Math.abs(aside);
    if (cost < least) [best, least] = [node, cost];
  }
  return best;
};

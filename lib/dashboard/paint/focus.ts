// Paints what is looked at: its edges by direction, and rings around what was searched for.
import { curveAt, pixelOf, radiusOf, type Picture } from '../map/picture.ts';
import { arrow, trace } from './edges.ts';
import { paintNode, ring } from './nodes.ts';
import type { Palette } from './palette.ts';

export interface Focus {
  /** A node, an edge, or nothing that is chosen or pointed at. */
  readonly node?: number;
  readonly edge?: number;
  /** What a search has found. */
  readonly found: ReadonlySet<number>;
}

/** More rings than this say no more. */
const RINGS_MAX = 500;

/** The nodes whose names matter now. */
export const focusNodes = ({ scene: { nodes, edges } }: Picture, { node, edge, found }: Focus): ReadonlySet<number> => {
  const all = new Set(found.size <= RINGS_MAX ? found : []);
  const add = (at: number): void => {
    const { tail, head } = edges[at] ?? { tail: 0, head: 0 };
    all.add(tail).add(head);
  };
  if (node !== undefined) all.add(node);
  if (node !== undefined) nodes[node]?.edges.forEach(add);
  if (edge !== undefined) add(edge);
  return all;
};

const paintEdge = (to: CanvasRenderingContext2D, picture: Picture, edge: number, colour: string): void => {
  const curve = curveAt(picture, edge);
  const { denied = false, isGone = false } = picture.scene.edges[edge] ?? {};
  if (curve === undefined) return;
  to.strokeStyle = to.fillStyle = colour;
  to.lineWidth = 2;
  to.setLineDash(denied || isGone ? [6, 4] : []);
  to.beginPath();
  trace(to, curve);
  to.stroke();
  to.setLineDash([]);
  to.beginPath();
  arrow(to, curve, 9);
  to.fill();
};

const paintEnds = (to: CanvasRenderingContext2D, picture: Picture, nodes: Iterable<number>, palette: Palette): void => {
  for (const node of nodes) {
    const { verdict = 'up' } = picture.scene.nodes[node] ?? {};
    paintNode(to, verdict, pixelOf(picture, node), radiusOf(picture), palette);
  }
};

export const paintFocus = (to: CanvasRenderingContext2D, picture: Picture, palette: Palette, focus: Focus): void => {
  const {
    scene: { nodes, edges },
  } = picture;
  const radius = radiusOf(picture);
  const { node, edge, found } = focus;
  const around = node === undefined ? [] : (nodes[node]?.edges ?? []);
  for (const at of around) paintEdge(to, picture, at, edges[at]?.tail === node ? palette.out : palette.in);
  if (edge !== undefined) paintEdge(to, picture, edge, palette.out);
  paintEnds(to, picture, focusNodes(picture, focus), palette);
  to.strokeStyle = palette.match;
  to.lineWidth = 2;
  for (const at of [...found].slice(0, RINGS_MAX)) ring(to, pixelOf(picture, at), radius + 4);
  to.strokeStyle = palette.ink;
  to.lineWidth = 2;
  if (node !== undefined) ring(to, pixelOf(picture, node), radius + 5);
};

// What the painters and the hand need to know of the moment: what there is, where, and how it is looked at.
import type { Point } from '../layout/place.ts';
import { curveOf, type Curve } from './curve.ts';
import { EMPTY_SCENE, type Scene } from './scene.ts';
import { START, toPixels, type Size, type Viewport } from './viewport.ts';

export interface Picture {
  readonly scene: Scene;
  /** x and y of every node of the scene on the map. */
  readonly positions: Float32Array;
  readonly view: Viewport;
  readonly size: Size;
}

export const NO_PICTURE: Picture =
  { scene: EMPTY_SCENE, positions: new Float32Array(0), view: START, size: { width: 0, height: 0 } };

/** Few enough that each is drawn with its bend and its arrowhead when all is at rest. */
export const EDGES_DETAILED_MAX = 1_200;
/** And in every frame, without a graphics card: some four milliseconds. */
export const EDGES_LIVE_MAX = 250;

export const isDetailed = ({ scene }: Picture): boolean => scene.edges.length <= EDGES_DETAILED_MAX;

export const isLive = ({ scene }: Picture): boolean => scene.edges.length <= EDGES_LIVE_MAX;

/** On the map. */
export const placeOf = ({ positions }: Picture, node: number): Point =>
  ({ x: positions[2 * node] ?? 0, y: positions[2 * node + 1] ?? 0 });

/** On the screen. */
export const pixelOf = (picture: Picture, node: number): Point => toPixels(picture.view, placeOf(picture, node));

/** In pixels: larger in small networks, and a little larger when one comes closer. */
export const radiusOf = ({ scene: { nodes }, view }: Picture): number => {
  const [few, many] = [9, 2.4];
  const base = Math.max(many, few - 1.02 * Math.log2(Math.max(1, nodes.length / 8)));
  return Math.min(14, base * Math.max(1, Math.sqrt(view.scale) * 0.9));
};

export const curveAt = (picture: Picture, edge: number): Curve | undefined => {
  const found = picture.scene.edges[edge];
  if (found === undefined) return undefined;
  const { tail, head, hasTwin } = found;
  const rim = radiusOf(picture) + 2 + (picture.scene.nodes[head]?.isOwn === true ? 3 : 0);
  return curveOf(pixelOf(picture, tail), pixelOf(picture, head), { isBent: hasTwin, rim });
};

// Paints the edges: in a small network each with its bend and arrowhead, in a large one as a fine net.
import { curveAt, EDGES_DETAILED_MAX, EDGES_LIVE_MAX, pixelOf, type Picture } from '../map/picture.ts';
import type { SceneEdge } from '../map/scene.ts';
import type { Curve } from '../map/curve.ts';
import type { Palette } from './palette.ts';

/** While everything moves, a sample shows the shape as well. */
const DRAFT_EDGES_MAX = 1_500;
const ARROW_PX = 7;
const ARROW_SPREAD = 0.38;

export const trace = (to: CanvasRenderingContext2D, curve: Curve): void => {
  to.moveTo(curve.from.x, curve.from.y);
  if (curve.bend === undefined) to.lineTo(curve.to.x, curve.to.y);
  else to.quadraticCurveTo(curve.bend.x, curve.bend.y, curve.to.x, curve.to.y);
};

export const arrow = (to: CanvasRenderingContext2D, { to: tip, along }: Curve, length = ARROW_PX): void => {
  const [bx, by] = [tip.x - along.x * length, tip.y - along.y * length];
  const [sx, sy] = [-along.y * length * ARROW_SPREAD, along.x * length * ARROW_SPREAD];
  to.moveTo(tip.x, tip.y);
  to.lineTo(bx + sx, by + sy);
  to.lineTo(bx - sx, by - sy);
  to.closePath();
};

interface Style {
  readonly colour: 'edge' | 'own' | 'suspect' | 'left';
  readonly dash: readonly number[];
  readonly hasArrow: boolean;
  /** Undefined: the more there are, the fainter, so that the whole stays as light. */
  readonly alpha?: number;
}

const PLAIN: Style = { colour: 'edge', dash: [], hasArrow: true };
const OWN: Style = { colour: 'own', dash: [], hasArrow: true };
const DENIED: Style = { colour: 'suspect', dash: [6, 4], hasArrow: true, alpha: 1 };
const GONE: Style = { colour: 'left', dash: [1.5, 4], hasArrow: false, alpha: 0.55 };
/** From here to where no path leads. */
const CUT: Style = { ...GONE, alpha: 0.2 };

/** Those below first. */
const STYLES = [CUT, GONE, PLAIN, DENIED, OWN] as const;

const styleOf = ({ tail, head, denied, isGone }: SceneEdge, { scene: { nodes, isApart } }: Picture): Style => {
  const isHere = (node: number): boolean => /^(up|suspect)$/.test(nodes[node]?.verdict ?? '');
  if (isGone) return isApart && isHere(tail) !== isHere(head) ? CUT : GONE;
  if (denied) return DENIED;
  return nodes[tail]?.isOwn === true || nodes[head]?.isOwn === true ? OWN : PLAIN;
};

const strengthOf = (edges: number): number => Math.min(1, Math.max(0.4, 1.2 - edges / 600));

const inDetail = (to: CanvasRenderingContext2D, picture: Picture, edges: readonly number[], palette: Palette): void => {
  const styles = edges.map((edge) => {
    const found = picture.scene.edges[edge];
    return found === undefined ? PLAIN : styleOf(found, picture);
  });
  to.lineWidth = 1.2;
  for (const style of STYLES) {
    const curves = edges.filter((_, at) => styles[at] === style).flatMap((edge) => curveAt(picture, edge) ?? []);
    to.strokeStyle = to.fillStyle = palette[style.colour];
    to.globalAlpha = style.alpha ?? strengthOf(edges.length);
    to.setLineDash([...style.dash]);
    to.beginPath();
    for (const curve of curves) trace(to, curve);
    to.stroke();
    to.setLineDash([]);
    to.beginPath();
    if (style.hasArrow) for (const curve of curves) arrow(to, curve);
    to.fill();
  }
  to.globalAlpha = 1;
};

/** Whether any of it can be in the picture. */
const isSeen = (picture: Picture, { tail, head }: SceneEdge): boolean => {
  const {
    size: { width, height },
  } = picture;
  const [a, b] = [pixelOf(picture, tail), pixelOf(picture, head)];
  return Math.max(a.x, b.x) > 0 && Math.min(a.x, b.x) < width && Math.max(a.y, b.y) > 0 && Math.min(a.y, b.y) < height;
};

const asNet = (to: CanvasRenderingContext2D, picture: Picture, edges: readonly number[], palette: Palette): void => {
  to.strokeStyle = palette.edge;
  to.lineWidth = 0.7;
  to.globalAlpha = Math.max(0.16, Math.min(1, Math.sqrt(EDGES_DETAILED_MAX / edges.length) * 0.6));
  to.beginPath();
  for (const edge of edges) {
    const { tail, head } = picture.scene.edges[edge] ?? { tail: 0, head: 0 };
    const [from, end] = [pixelOf(picture, tail), pixelOf(picture, head)];
    to.moveTo(from.x, from.y);
    to.lineTo(end.x, end.y);
  }
  to.stroke();
  to.globalAlpha = 1;
};

const own = ({ scene: { nodes } }: Picture): readonly number[] => (nodes[0]?.isOwn === true ? nodes[0].edges : []);

/** @param isDraft everything moves, and only has to look like itself */
export const paintEdges = (
  to: CanvasRenderingContext2D, picture: Picture, palette: Palette, isDraft: boolean,
): void => {
  const seen = picture.scene.edges.flatMap((edge, at) => (isSeen(picture, edge) ? [at] : []));
  if (seen.length <= (isDraft ? EDGES_LIVE_MAX : EDGES_DETAILED_MAX)) {
    inDetail(to, picture, seen, palette);
    return;
  }
  const step = isDraft ? Math.ceil(seen.length / DRAFT_EDGES_MAX) : 1;
  asNet(to, picture, seen.filter((at) => at % step === 0), palette);
  inDetail(to, picture, own(picture), palette);
};

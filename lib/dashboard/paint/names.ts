// Paints the names of nodes where there is room for them.
import { pointOn } from '../map/curve.ts';
import type { Line } from '../map/crossings.ts';
import { placed, type Name } from '../map/labels.ts';
import { curveAt, isLive, pixelOf, radiusOf, type Picture } from '../map/picture.ts';
import { nameOf, shortId } from '../words/nodeWords.ts';
import type { Palette } from './palette.ts';

/** Up to here the short id is written below the label. */
const TWO_LINES_NODES_MAX = 24;
/** In a crowd only those are named that stand out. */
const NAMED_NODES_MAX = 150;
const STANDING_OUT_MAX = 60;
const LINE_PX = 14;
const FONT_PX = 12;
const ID_FONT_PX = 10.5;

interface Written {
  readonly name: string;
  readonly id: string;
}

const writtenOf = ({ scene: { nodes } }: Picture, node: number): Written => {
  const found = nodes[node];
  if (found === undefined) return { name: '', id: '' };
  const name = nameOf(found);
  const id = nodes.length <= TWO_LINES_NODES_MAX && name !== shortId(found.id) ? shortId(found.id) : '';
  return { name, id };
};

const fontOf = (node: number, { scene: { nodes } }: Picture, palette: Palette): string =>
  `${nodes[node]?.isOwn === true ? '600' : '500'} ${FONT_PX}px ${palette.sans}`;

const isSeen = (picture: Picture, node: number): boolean => {
  const { x, y } = pixelOf(picture, node);
  return x > -20 && y > -20 && x < picture.size.width + 20 && y < picture.size.height + 20;
};

/** Those looked at, the node itself, those that are not up, and then who has most edges. */
const ordered = (picture: Picture, focus: ReadonlySet<number>): readonly number[] => {
  const { nodes } = picture.scene;
  const weight = (node: number): number => {
    const { isOwn = false, verdict = 'up', edges = [] } = nodes[node] ?? {};
    return (focus.has(node) ? 4e6 : 0) + (isOwn ? 2e6 : 0) + (verdict === 'up' ? 0 : 1e6) + edges.length;
  };
  const seen = [...nodes.keys()].filter((node) => isSeen(picture, node));
  const isCrowded = seen.length > NAMED_NODES_MAX;
  const named = isCrowded ? seen.filter((node) => weight(node) >= 1e6) : seen;
  const sorted = named.toSorted((a, b) => weight(b) - weight(a));
  return isCrowded ? sorted.slice(0, STANDING_OUT_MAX) : sorted;
};

const measure = (to: CanvasRenderingContext2D, picture: Picture, node: number, palette: Palette): Name => {
  const { name, id } = writtenOf(picture, node);
  to.font = fontOf(node, picture, palette);
  const wide = to.measureText(name).width;
  to.font = `${ID_FONT_PX}px ${palette.mono}`;
  const width = Math.max(wide, id === '' ? 0 : to.measureText(id).width) + 4;
  return { node, at: pixelOf(picture, node), width, height: id === '' ? LINE_PX : 2 * LINE_PX - 1 };
};

/** Of a bent edge, its two halves. */
const linesOf = (picture: Picture): readonly Line[] =>
  !isLive(picture) ? [] : picture.scene.edges.flatMap((_, edge): readonly Line[] => {
    const curve = curveAt(picture, edge);
    if (curve === undefined) return [];
    if (curve.bend === undefined) return [[curve.from, curve.to]];
    const middle = pointOn(curve, 0.5);
    return [[curve.from, middle], [middle, curve.to]];
  });

const write = (to: CanvasRenderingContext2D, text: string, x: number, y: number): void => {
  to.strokeText(text, x, y);
  to.fillText(text, x, y);
};

/** @param focus nodes that are named before all others; while there are any, the rest is faint */
export const paintNames = (
  to: CanvasRenderingContext2D, picture: Picture, palette: Palette, focus: ReadonlySet<number>,
): void => {
  const names = ordered(picture, focus).map((node) => measure(to, picture, node, palette));
  const seen = [...picture.scene.nodes.keys()].filter((node) => isSeen(picture, node));
  const nodes = seen.length > NAMED_NODES_MAX ? [] : seen.map((node) => pixelOf(picture, node));
  const radius = radiusOf(picture) + 2;
  to.textAlign = 'center';
  to.textBaseline = 'middle';
  to.lineJoin = 'round';
  to.lineWidth = 3.5;
  to.strokeStyle = palette.paper;
  for (const { node, x, y } of placed(names, { ...picture.size, radius, nodes, lines: linesOf(picture) })) {
    const { name, id } = writtenOf(picture, node);
    to.globalAlpha = focus.size === 0 || focus.has(node) ? 1 : 0.35;
    to.font = fontOf(node, picture, palette);
    to.fillStyle = palette.ink;
    write(to, name, x, id === '' ? y : y - LINE_PX / 2 + 0.5);
    if (id === '') continue;
    to.font = `${ID_FONT_PX}px ${palette.mono}`;
    to.fillStyle = palette.muted;
    write(to, id, x, y + LINE_PX / 2 - 0.5);
  }
  to.globalAlpha = 1;
};

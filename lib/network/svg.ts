// The network as a picture, without a browser or a library.
import { captionOf, summaryOf } from './captions.ts';
import { CIRCLE_NODES_MAX, layout, type Point } from './layout.ts';
import type { NetworkReport, ReportedNode } from './networkReport.ts';
import { SHAPE_PX, shapeOf, STYLE, VERDICT_WORDS } from './svgStyle.ts';
import { xml } from './xml.ts';

const MARGIN_PX = 24;
/** Of one letter, at the most that a fixed-width font of that size takes. */
const LETTER_PX = 6.8;
const LEGEND_PX = 22;
/** More of a label is in the title that shows when the pointer rests there. */
const CAPTION_CHARS_MAX = 20;
const DASHES = ' stroke-dasharray="4 4"';

/** Two decimals: what is drawn does not depend on the last bits of a cosine. */
const px = (value: number): string => (Math.round(value * 100) / 100 || 0).toString();

/** Bent to its left, so that an edge and its reverse are two, and from the rim of its tail to the rim of its head. */
const curve = (tail: Point, head: Point, isPair: boolean, more: string): string => {
  const [dx, dy] = [head.x - tail.x, head.y - tail.y];
  const length = Math.hypot(dx, dy) || 1;
  const lean = isPair ? 0.14 : 0.03;
  const bend = { x: (tail.x + head.x) / 2 + dy * lean, y: (tail.y + head.y) / 2 - dx * lean };
  const at = (end: Point, gap: number): Point => {
    const reach = Math.min(gap, length / 3) / (Math.hypot(bend.x - end.x, bend.y - end.y) || 1);
    return { x: end.x + (bend.x - end.x) * reach, y: end.y + (bend.y - end.y) * reach };
  };
  const [from, to] = [at(tail, SHAPE_PX + 1), at(head, SHAPE_PX + 3)];
  const points = [from.x, from.y, bend.x, bend.y, to.x, to.y].map(px);
  return `<path d="M${points[0]} ${points[1]}Q${points[2]} ${points[3]} ${points[4]} ${points[5]}"` +
    ` marker-end="url(#head)"${more}/>`;
};

interface Caption extends Point {
  readonly anchor: 'start' | 'middle' | 'end';
}

/** Outside of a circle, else below. */
const captionAt = ({ x, y }: Point, isCircle: boolean): Caption => {
  if (!isCircle) return { x, y: y + SHAPE_PX + 13, anchor: 'middle' };
  const [cos, sin] = [x / Math.hypot(x, y), y / Math.hypot(x, y)];
  const anchor = Math.abs(cos) < 0.3 ? 'middle' : cos > 0 ? 'start' : 'end';
  const out = SHAPE_PX + 7;
  return { x: x + out * cos, y: y + (anchor === 'middle' ? out + 4 : out) * sin + 4, anchor };
};

const shortened = (text: string): string =>
  text.length > CAPTION_CHARS_MAX ? `${text.slice(0, CAPTION_CHARS_MAX - 3)}...` : text;

/** The name, and what is thought of the node where it is not just up. */
const wordsOf = (node: ReportedNode): string =>
  shortened(captionOf(node)[0] ?? '') + (node.verdict === 'up' ? '' : ` (${node.verdict})`);

const nodeAt = (node: ReportedNode, point: Point, { x, y, anchor }: Caption): string => {
  const title = [...captionOf(node), node.verdict, ...node.addresses].join(' ');
  return `<g><title>${xml(title)}</title>` +
    `<g transform="translate(${px(point.x)} ${px(point.y)})">${shapeOf(node.verdict)}</g>` +
    `<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}">${xml(wordsOf(node))}</text></g>`;
};

/** From where to where a caption goes. */
const reachOf = ({ x, anchor }: Caption, node: ReportedNode): readonly number[] => {
  const width = wordsOf(node).length * LETTER_PX;
  const begin = anchor === 'start' ? 0 : anchor === 'middle' ? width / 2 : width;
  return [x - begin, x - begin + width];
};

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const WIDTH_PX_MIN = 640;

/** @param xs all that must be seen, from left to right */
const frameOf = (points: readonly Point[], xs: readonly number[], legendLines: number): Frame => {
  const ys = points.map(({ y }) => y);
  const [least, most] = [Math.min(0, ...xs) - MARGIN_PX, Math.max(0, ...xs) + MARGIN_PX];
  const width = Math.ceil(Math.max(WIDTH_PX_MIN, most - least));
  const top = Math.floor(Math.min(0, ...ys) - 50);
  const height = Math.ceil(Math.max(0, ...ys) + 60) - top + legendLines * LEGEND_PX;
  return { left: Math.floor((least + most - width) / 2), top, width, height };
};

/** Of the verdicts and edges that there are; a line each, and one for the whole. */
const legend = (report: NetworkReport): readonly ((x: number, y: number) => string)[] => {
  const verdicts = [...new Set(report.nodes.map(({ verdict }) => verdict))].sort();
  const line = (mark: string, words: string) => (x: number, y: number): string =>
    `<g transform="translate(${px(x)} ${px(y)})">${mark}<text x="26" y="4">${xml(words)}</text></g>`;
  const edge = (more: string): string => `<line x1="-10" x2="14" marker-end="url(#head)"${more}/>`;
  return [
    ...verdicts.map((verdict) => line(shapeOf(verdict), VERDICT_WORDS[verdict])),
    ...(report.edges.length === 0 ? [] : [line(edge(''), 'an edge, from who dialled to who accepted')]),
    ...(report.edges.some(({ denied }) => denied) ? [line(edge(DASHES), 'an edge that its head denies')] : []),
    (x, y) => `<text x="${px(x - 10)}" y="${px(y + 4)}" class="sum">${xml(summaryOf(report))}</text>`,
  ];
};

const HEAD = '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" ' +
  'orient="auto"><path d="M0 1L8 4L0 7z" class="tip"/></marker></defs>';

/**
 * Few nodes on a circle in the order of their ids, more where their edges pull them; equal reports give equal pictures.
 * Light on a light page and dark on a dark one, and nothing is said by colour alone.
 *
 * @example svg(report) // '<svg xmlns="http://www.w3.org/2000/svg" ...'
 */
export const svg = (report: NetworkReport): string => {
  const number = new Map(report.nodes.map(({ id }, index) => [id, index]));
  const ends = report.edges.flatMap(({ tail, head, denied }) => {
    const [from, to] = [number.get(tail), number.get(head)];
    return from === undefined || to === undefined ? [] : [{ from, to, denied }];
  });
  const points = layout(report.nodes.length, ends.map(({ from, to }) => [from, to]));
  const there = new Set(ends.map(({ from, to }) => `${from} ${to}`));
  const at = (index: number): Point => points[index] ?? { x: 0, y: 0 };
  const lines = legend(report);
  const captions = points.map((point) => captionAt(point, points.length <= CIRCLE_NODES_MAX));
  const captionOfNode = (index: number): Caption => captions[index] ?? { x: 0, y: 0, anchor: 'middle' };
  const xs = report.nodes.flatMap((node, index) => reachOf(captionOfNode(index), node));
  const { left, top, width, height } = frameOf(points, xs, lines.length);
  const below = top + height - lines.length * LEGEND_PX;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}" role="img">`,
    `<title>${xml(summaryOf(report))}</title><style>${STYLE}</style>`,
    `<rect class="page" x="${left}" y="${top}" width="${width}" height="${height}"/>`,
    HEAD,
    ...ends.map(({ from, to, denied }) =>
      curve(at(from), at(to), there.has(`${to} ${from}`), denied ? DASHES : '')),
    ...report.nodes.map((node, index) => nodeAt(node, at(index), captionOfNode(index))),
    ...lines.map((line, index) => line(left + 26, below + index * LEGEND_PX)),
    '</svg>',
    '',
  ].join('\n');
};

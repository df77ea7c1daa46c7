// The network as a picture, without a browser or a library: nodes on a circle in the order of their ids, so that two
// pictures of one network can be laid on each other.
import { captionOf, summaryOf } from './captions.ts';
import type { NetworkReport, ReportedNode } from './networkReport.ts';
import { xml } from './xml.ts';

/** Room for one node and its caption along the circle. */
const ARC_PX = 36;
const RADIUS_PX_MIN = 160;
const MARGIN_PX = 120;
const DOT_PX = 6;
const DASHES = ' stroke-dasharray="4 4"';

/** One palette for light and dark pages: colours that stand out on both, and nothing said by colour alone. */
const STYLE = [
  'text{font:11px ui-monospace,monospace;fill:currentColor}',
  'circle{fill:#2a9d8f}', '.suspect{fill:#e9a03b}', '.down,.lost{fill:#d1495b}', '.left,.expired{fill:#8d99ae}',
  'path{fill:none;stroke:#8d99ae;stroke-width:1}',
].join('');

interface Point { readonly x: number; readonly y: number; readonly angle: number }

const placed = (count: number, radius: number): readonly Point[] =>
  Array.from({ length: count }, (_, at) => {
    const angle = (2 * Math.PI * at) / Math.max(count, 1) - Math.PI / 2;
    return { x: radius * Math.cos(angle), y: radius * Math.sin(angle), angle };
  });

/** Two decimals: what is drawn does not depend on the last bits of a cosine. */
const px = (value: number): string => (Math.round(value * 100) / 100 || 0).toString();

/** Bent towards the middle, so that an edge and its reverse are two. It ends at the rim of its head. */
const curve = (tail: Point, head: Point, more: string): string => {
  const bend = {
    x: (tail.x + head.x) * 0.3 + (head.y - tail.y) * 0.08,
    y: (tail.y + head.y) * 0.3 - (head.x - tail.x) * 0.08,
  };
  const length = Math.hypot(head.x - bend.x, head.y - bend.y) || 1;
  const reach = (length - DOT_PX - 2) / length;
  const end = { x: bend.x + (head.x - bend.x) * reach, y: bend.y + (head.y - bend.y) * reach };
  const points = [tail.x, tail.y, bend.x, bend.y, end.x, end.y].map(px);
  return `<path d="M${points[0]} ${points[1]}Q${points[2]} ${points[3]} ${points[4]} ${points[5]}"` +
    ` marker-end="url(#head)"${more}/>`;
};

const dotOf = (node: ReportedNode, { x, y, angle }: Point): string => {
  const out = DOT_PX + 6;
  const [tx, ty] = [x + out * Math.cos(angle), y + out * Math.sin(angle) + 4];
  const anchor = Math.abs(Math.cos(angle)) < 0.1 ? 'middle' : Math.cos(angle) > 0 ? 'start' : 'end';
  const title = [...captionOf(node), node.verdict, ...node.addresses].join(' ');
  return `<g><title>${xml(title)}</title><circle class="${node.verdict}" cx="${px(x)}" cy="${px(y)}" r="${DOT_PX}"/>` +
    `<text x="${px(tx)}" y="${px(ty)}" text-anchor="${anchor}">${xml(captionOf(node)[0] ?? '')}` +
    `${node.verdict === 'up' ? '' : ` (${node.verdict})`}</text></g>`;
};

/** @example svg(report) // '<svg xmlns="http://www.w3.org/2000/svg" ...' */
export const svg = (report: NetworkReport): string => {
  const radius = Math.max(RADIUS_PX_MIN, (report.nodes.length * ARC_PX) / (2 * Math.PI));
  const points = placed(report.nodes.length, radius);
  const at = new Map(report.nodes.map(({ id }, index) => [id, points[index]]));
  const edges = report.edges.flatMap(({ tail, head, denied }) => {
    const [from, to] = [at.get(tail), at.get(head)];
    return from === undefined || to === undefined ? [] : [curve(from, to, denied ? DASHES : '')];
  });
  const half = Math.ceil(radius + MARGIN_PX);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-half} ${-half} ${2 * half} ${2 * half}" role="img">`,
    `<title>${xml(summaryOf(report))}</title><style>${STYLE}</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">' +
      '<path d="M0 0L8 4L0 8z" style="fill:#8d99ae;stroke:none"/></marker></defs>',
    ...edges,
    ...report.nodes.flatMap((node, index) => {
      const point = points[index];
      return point === undefined ? [] : [dotOf(node, point)];
    }),
    '</svg>',
    '',
  ].join('\n');
};

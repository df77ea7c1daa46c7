// The rows of the picture of a run: what each node was and knew, as paths that share what they can.
import { hueOf } from './style.ts';
import { px, type Scale } from './scale.ts';
import type { Change, Row } from './timeline.ts';

export interface Picture {
  readonly rows: readonly Row[];
  readonly scale: Scale;
  readonly untilMs: number;
}

/** From a change to the next, in whole columns: what is shorter than one is not seen. */
const spans = <T>(changes: readonly Change<T>[], { scale, untilMs }: Picture): readonly [T, number, number][] => {
  const found: [T, number, number][] = [];
  changes.forEach(({ at, value }, index) => {
    const [from, to] = [scale.x(at), scale.x(changes[index + 1]?.at ?? untilMs)];
    const last = found.at(-1);
    if (to - from < 0.5 && last !== undefined) last[2] = to;
    else if (last?.[0] === value) last[2] = to;
    else found.push([value, from, to]);
  });
  return found;
};

/** How much of a row is the strip of its digest, the line of its proof above it, and the count of edges between. */
const strip = (rowHeight: number): number => Math.max(3, Math.round(rowHeight * 0.26));

/** Same digest, same colour: one path for each. */
export const digests = (picture: Picture): string => {
  const { rows, scale } = picture;
  const height = strip(scale.rowHeight);
  const paths = new Map<string, string[]>();
  rows.forEach(({ digest }, index) => {
    const y = px(scale.row(index) + scale.rowHeight - 1 - height / 2);
    for (const [value, from, to] of spans(digest, picture)) {
      if (value === undefined) continue;
      const path = paths.get(value) ?? [];
      paths.set(value, path);
      path.push(`M${from} ${y}h${px(to - from)}`);
    }
  });
  return [...paths.values()].map((path, at) => {
    const stroke = `hsl(${hueOf(at)} 58% var(--tone))`;
    return `<path d="${path.join('')}" stroke="${stroke}" stroke-width="${height}" fill="none"/>`;
  }).join('');
};

export const proofs = (picture: Picture): string => {
  const { rows, scale } = picture;
  const path = rows.flatMap(({ proven }, index) => spans(proven, picture).flatMap(([isProven, from, to]) =>
    isProven ? [`M${from} ${scale.row(index) + 2}h${px(to - from)}`] : []));
  return `<path class="proven" d="${path.join('')}"/>`;
};

/** The number of edges as a line, highest where the network's best connected node was. */
export const edgeCounts = (picture: Picture): string => {
  const { rows, scale } = picture;
  const most = Math.max(1, ...rows.flatMap(({ edges }) => edges.map(({ value }) => value)));
  const room = scale.rowHeight - strip(scale.rowHeight) - 5;
  const path = rows.flatMap(({ edges }, index) => {
    const base = scale.row(index) + 4 + room;
    return spans(edges, picture).map(([count, from, to], at) => {
      const y = px(base - (room * count) / most);
      return `${at === 0 ? `M${from} ${y}` : `V${y}`}H${to}`;
    });
  });
  return `<path class="edges" d="${path.join('')}"/>`;
};

/** Where rows are high enough for them. */
const TICKS_ROW_MIN = 14;

export const edgeTicks = ({ rows, scale }: Picture): string => {
  if (scale.rowHeight < TICKS_ROW_MIN) return '';
  const ticks = (which: 1 | -1): string => rows.flatMap(({ moves }, index) => {
    const base = scale.row(index) + scale.rowHeight - strip(scale.rowHeight) - 1;
    const columns = new Set(moves.flatMap(({ at, value }) => (value === which ? [scale.x(at)] : [])));
    return [...columns].map((x) => `M${x} ${base}v-4`);
  }).join('');
  return `<path class="opens" d="${ticks(1)}"/><path class="closes" d="${ticks(-1)}"/>`;
};

/** Killed: a cross; stopped in good order: a bar; started: an arrow. */
export const turns = ({ rows, scale }: Picture): string => {
  const marks = rows.flatMap(({ standing }, index) => {
    const y = px(scale.row(index) + scale.rowHeight / 2);
    const r = Math.min(4, scale.rowHeight / 3);
    return standing.map(({ at, value }) => {
      const x = scale.x(at);
      if (value === 'up') {
        const tip = px(r * 1.5);
        return `<path class="begin" d="M${x} ${px(y - r)}l${tip} ${px(r)}l${-tip} ${px(r)}z"/>`;
      }
      const d = px(2 * r);
      return value === 'stopped' ? `<path class="end" d="M${x} ${px(y - r)}v${d}"/>`
        : `<path class="end" d="M${px(x - r)} ${px(y - r)}l${d} ${d}m0 ${-d}l${-d} ${d}"/>`;
    });
  });
  return marks.join('');
};

export const pauses = ({ rows, scale }: Picture): string =>
  rows.flatMap(({ held }, index) => held.map(({ at, forMs }) => {
    const [from, to] = [scale.x(at), scale.x(at + forMs)];
    const [y, height] = [scale.row(index) + 1, scale.rowHeight - 2];
    return `<rect class="held" x="${from}" y="${y}" width="${px(to - from)}" height="${height}"/>`;
  })).join('');

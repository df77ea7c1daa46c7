// A live view at one moment: as many lines as the terminal has, none of them longer than it is wide.
import { clock, counted, span } from '../../status/inWords.ts';
import { table } from '../columns.ts';
import type { Paint } from '../paint.ts';
import { statusBelow, statusHead } from '../statusText.ts';
import { LIVE_DROPPABLE, liveColumns, NO_TRACK } from './liveColumns.ts';
import { sorted, type LiveState } from './liveState.ts';
import type { SeenEdge, Sight } from './sight.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** The heading of the table, the empty line above it, and the keys at the bottom. */
const FIXED_ROWS = 3;
/** Below this, what is above the table makes room for it. */
const BODY_ROWS_MIN = 3;
const KEYS = 'q quit   < > sort by   r reverse   up down scroll   space pause';

/** How it is looked at. */
export interface Look {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** `plain` for text alone. */
  readonly paint: Paint;
}

const peersHead = (edges: readonly SeenEdge[]): string => {
  const alive = edges.filter(({ phase }) => phase === 'alive');
  const out = alive.filter(({ direction }) => direction === 'out').length;
  const rest = edges.length - alive.length;
  const more = rest === 0 ? '' : `, ${rest} on the way in or out`;
  return `${counted(alive.length, 'connection')}: ${out} outgoing, ${alive.length - out} incoming${more}`;
};

const headOf = (sight: Sight, now: number): readonly string[] =>
  sight.of === 'status' ? statusHead(sight.report, now) : [peersHead(sight.peers)];

const headRows = (sight: Sight, rows: number): number => {
  const wanted = sight.of === 'status' ? statusHead(sight.report, sight.at).length : 1;
  return Math.max(0, Math.min(wanted, rows - FIXED_ROWS - BODY_ROWS_MIN));
};

/** How many connections a frame of that size shows at most. */
export const roomIn = ({ sight }: LiveState, { rows }: Size): number =>
  sight === undefined ? 0 : Math.max(1, rows - FIXED_ROWS - headRows(sight, rows));

const footer = ({ problem, isPaused, sight }: LiveState, where: string, { now, paint }: Look): string => {
  if (problem !== undefined) return paint('bad', `no answer for ${span(now - problem.since)}: ${problem.text}`);
  const paused = isPaused && sight !== undefined ? `paused at ${clock(sight.at)}   ` : '';
  return paint('faint', `${paused}${where}${KEYS}`);
};

const toned = (edge: SeenEdge | undefined, line: string, paint: Paint): string => {
  if (edge === undefined || edge.phase === 'alive') return line;
  return paint(edge.phase === 'closing' || edge.phase === 'closed' ? 'faint' : 'doubtful', line);
};

interface Body {
  readonly heading: string;
  readonly rows: readonly string[];
  /** Which of them, where not all are. */
  readonly where: string;
}

const body = (state: LiveState, sight: Sight, size: Size, { now, paint }: Look): Body => {
  const columns = liveColumns(sight.of);
  const mark = state.isReverse ? '▴' : '▾';
  const titles = columns.map(({ name }, at) => (at === state.sortBy ? name + mark : name));
  const edges = sorted(state);
  const room = roomIn(state, size);
  const from = Math.min(state.from, Math.max(0, edges.length - room));
  const shown = edges.slice(from, from + room);
  const cells = shown.map((edge) =>
    columns.map(({ cell }) => cell(edge, state.tracks.get(edge.peer) ?? NO_TRACK, now)));
  const [heading = '', ...lines] = table([titles, ...cells], size.columns, LIVE_DROPPABLE).lines;
  const rows = lines.map((line, at) => toned(shown[at], line.slice(0, size.columns), paint));
  const where = shown.length < edges.length ? `${from + 1} to ${from + shown.length} of ${edges.length}   ` : '';
  return { heading, rows: rows.length === 0 ? ['no connection'] : rows, where };
};

/**
 * @returns exactly `rows` lines; without their tones none is longer than `columns`
 */
export const frame = (state: LiveState, size: Size, { now, paint }: Look): readonly string[] => {
  const { sight } = state;
  const cut = (line: string): string => line.slice(0, size.columns);
  if (sight === undefined) return filled([cut('asking ...')], '', size.rows);
  const [first, ...more] = headOf(sight, now).slice(0, headRows(sight, size.rows)).map(cut);
  const { heading, rows, where } = body(state, sight, size, { now, paint });
  const below = sight.of === 'status' ? statusBelow(sight.report, now, size.columns) : [];
  const last = footer(state, where, { now, paint: (tone, text) => paint(tone, cut(text)) });
  return filled([
    ...(first === undefined ? [] : [paint('title', first), ...more]),
    '',
    paint('heading', cut(heading).padEnd(size.columns)),
    ...rows,
    ...below.map(cut),
  ], last, size.rows);
};

/** The last line stays the last, however many there are above it. */
const filled = (lines: readonly string[], last: string, rows: number): readonly string[] => {
  const above = lines.slice(0, Math.max(0, rows - 1));
  return [...above, ...Array.from({ length: Math.max(0, rows - 1 - above.length) }, () => ''), last].slice(-rows);
};

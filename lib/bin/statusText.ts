// The status report as a person reads it: who this node is, its connections both ways, what it tries, whom it shuns.
import { endpointOf } from '../address.ts';
import { printable } from '../printable.ts';
import type { Edge } from '../status/edge.ts';
import { counted, span } from '../status/inWords.ts';
import type { Report } from '../status/statusReport.ts';
import { columns, leftOutNote, table } from './columns.ts';

/** Displays show the first eight characters of an id. */
const SHORT_ID_CHARS = 8;
const INDENT = '  ';
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
const UNIT = 1_000;
/** A screen is no place for ten thousand addresses; `--json` has them all. */
const IDLE_SHOWN_MAX = 12;

export const short = (id: string | null | undefined): string => id?.slice(0, SHORT_ID_CHARS) ?? '-';

/** @example bytes(12_345) // '12 kB' */
export const bytes = (count: number): string => {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, count)) / 3)));
  const value = count / UNIT ** power;
  return `${power > 0 && value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} ${UNITS[power] ?? ''}`;
};

export const roundTrip = (ms: number | null): string =>
  ms === null ? '-' : ms < 10 ? `${Math.round(ms * 10) / 10} ms` : `${Math.round(ms)} ms`;

const since = (iso: string, now: number): string => span(now - Date.parse(iso));

/** What a narrow terminal does without: round trips, signs of life and amounts. */
export const EDGE_DROPPABLE = 4;

/** The heading and the rows; the same columns for `status` and `peers`. */
export const EDGE_HEADING = ['PEER', 'NODE', 'LABEL', 'ADDRESS', 'FOR', 'RTT', 'HEARD', 'IN', 'OUT'] as const;
export const edgeRow = (edge: Edge, now: number): readonly string[] => [
  edge.peer,
  short(edge.id),
  printable(edge.label ?? '-'),
  endpointOf(edge.address),
  since(edge.since, now),
  roundTrip(edge.rttMs),
  since(edge.heardAt, now),
  bytes(edge.bytesIn),
  bytes(edge.bytesOut),
];

const section = (
  title: string,
  rows: readonly (readonly string[])[],
  width: number,
  droppable = 0,
): readonly string[] =>
  rows.length <= 1
    ? []
    : ['', title, ...columns(rows, width - INDENT.length, droppable).map((line) => `${INDENT}${line}`)];

const edgeRows = (list: readonly Edge[], now: number): readonly (readonly string[])[] =>
  [EDGE_HEADING, ...list.map((edge) => edgeRow(edge, now))];

const edges = (title: string, list: readonly Edge[], now: number, width: number): readonly string[] =>
  section(`${title} ${list.length}`, edgeRows(list, now), width, EDGE_DROPPABLE);

/** Of either table: their widths differ. */
const notShown = ({ outgoing, incoming }: Report, now: number, width: number): readonly string[] =>
  leftOutNote([outgoing, incoming].filter((list) => list.length > 0).flatMap((list) =>
    table(edgeRows(list, now), width - INDENT.length, EDGE_DROPPABLE).leftOut));

const counts = (title: string, table: Readonly<Record<string, number>>): readonly string[] => {
  const entries = Object.entries(table).map(([name, count]) => `${name} ${count}`);
  return entries.length === 0 ? [] : [`${title}  ${entries.join(', ')}`];
};

const left = (until: string, now: number): string => span(Date.parse(until) - now);

const wait = (iso: string, now: number): string => (Date.parse(iso) > now ? `in ${left(iso, now)}` : 'now');

const tries = ({ attempting, idle }: Report, now: number, width: number): readonly string[] => [
  ...section(`trying ${attempting.length}`, [
    ['PEER', 'ADDRESS', 'PHASE', 'ATTEMPT', 'FOR'],
    ...attempting.map(({ peer, address, phase, attempt, since: begun }) =>
      [peer, endpointOf(address), phase, String(attempt), since(begun, now)]),
  ], width),
  ...section(`idle addresses ${idle.length}`, [
    ['ADDRESS', 'NODE', 'FAILED', 'NEXT', 'LAST ERROR'],
    ...idle.slice(0, IDLE_SHOWN_MAX).map(({ address, id, attempts, nextAttemptAt, lastError }) =>
      [address, short(id), String(attempts), wait(nextAttemptAt, now), printable(lastError ?? '-')]),
  ], width),
  ...(idle.length > IDLE_SHOWN_MAX ? [`${INDENT}and ${idle.length - IDLE_SHOWN_MAX} more`] : []),
];

/** Displays show the first eight characters of a digest, as of an id. */
const networkLine = ({ nodes, edges: count, digest, agreement }: Report['network'], now: number): string => {
  const { proven, since: begun, share } = agreement;
  const agreed = proven && begun !== null
    ? `all have agreed on it for ${since(begun, now)}`
    : `${Math.floor(share * 100)} % are known to agree on it`;
  return `map ${short(digest)}: ${counted(nodes, 'node')}, ${counted(count, 'edge')}; ${agreed}`;
};

/** Who it is, where, and what it believes; a line may be longer than the terminal is wide. */
export const statusHead = (report: Report, now: number): readonly string[] => {
  const { node, network, process: { rssBytes, eventLoopDelayMsP99 } } = report;
  const label = node.label === '' ? '' : `  ${printable(node.label)}`;
  const where = node.addresses.length === 0 ? 'listening nowhere' : `listening on ${node.addresses.join(', ')}`;
  return [
    `node ${node.id}${label}`,
    `${where}, up ${span(node.uptimeMs)}, ${node.lifecycle}, network ${node.network}, version ${node.version}`,
    networkLine(network, now),
    `memory ${bytes(rssBytes)}, event loop delay p99 ${roundTrip(eventLoopDelayMsP99)}`,
    ...(node.secure ? [] : ['without TLS: the ids of all others are claims that nobody has proven']),
  ];
};

/** What is no connection: what it tries, whom it shuns, what has been. */
export const statusBelow = (report: Report, now: number, width: number): readonly string[] => {
  const footer = [...counts('closed so far ', report.closed), ...counts('refused so far', report.refused)];
  return [
    ...tries(report, now, width),
    ...section(`banned ${report.banned.length}`, [
      ['SUBJECT', 'FOR', 'REASON'],
      ...report.banned.map(({ subject, until, reason }) => [subject, left(until, now), printable(reason)]),
    ], width),
    ...(footer.length === 0 ? [] : ['', ...footer]),
  ];
};

/** @param now milliseconds since 1970 @param width in characters; only the first lines may be longer */
export const statusText = (report: Report, now: number, width: number): readonly string[] => [
  ...statusHead(report, now),
  ...edges('outgoing', report.outgoing, now, width),
  ...edges('incoming', report.incoming, now, width),
  ...notShown(report, now, width),
  ...(report.outgoing.length + report.incoming.length === 0 ? ['', 'no connection is alive'] : []),
  ...statusBelow(report, now, width),
];

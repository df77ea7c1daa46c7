// What was seen, beside what is promised.
import { ATTACKS } from './attacks.ts';
import type { Seen } from './siege.ts';

const MIB = 1_024 * 1_024;

/** Of the design for reliability. */
const GOALS = { rssMiB: 64, p99Ms: 250, delayMsP99: 50 } as const;

interface Cell {
  readonly text: string;
  readonly isMissed: boolean;
}

export type Row = readonly Cell[];

const cell = (text: string, isMissed = false): Cell => ({ text, isMissed });
const within = (value: number, limit: number, unit: string): Cell => cell(`${value.toFixed(0)} ${unit}`, value > limit);

const COLUMNS = [
  'attack', 'rows', 'connections', 'welcome', 'cut', 'sent', 'victim CPU', `peak memory ≤ +${GOALS.rssMiB} MiB`,
  'then heap / used / outside of it',
  `answers p50 / p99 ≤ ${GOALS.p99Ms} ms / max`, `loop delay p99 ≤ ${GOALS.delayMsP99} ms / max`, 'edges of 4, lost',
  'agreed', 'back after', 'sockets left', 'ended by the node',
];

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

export const HEADER = `${line(COLUMNS)}\n${line(COLUMNS.map(() => '---'))}`;

const endings = ({ before, after }: Seen): string =>
  Object.entries(after.ended)
    .map(([key, count]): readonly [string, number] => [key.replace('in/', ''), count - (before.ended[key] ?? 0)])
    .filter(([, count]) => count > 0)
    .sort(([, one], [, other]) => other - one)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', ');

const partsOf = ({ peakOf: { heapTotal, heapUsed, external } }: Seen['victim']): string =>
  `${[heapTotal, heapUsed, external].map((bytes) => (bytes / MIB).toFixed(0)).join(' / ')} MiB`;

export const rowOf = (name: string, seen: Seen): Row => {
  const { before, victim, honest, foes, seconds, backMs } = seen;
  const sum = (of: (foe: Seen['foes'][number]) => number): number => foes.reduce((all, foe) => all + of(foe), 0);
  const rows = ATTACKS.find((one) => one.name === name)?.rows ?? '';
  const asked = `${honest.p50.toFixed(1)} / ${honest.p99.toFixed(0)} / ${honest.max.toFixed(0)} ms` +
    (honest.failed > 0 ? `, ${honest.failed} of ${honest.asked + honest.failed} failed` : '');
  return [
    cell(name), cell(rows), cell(String(sum(({ opened }) => opened))), cell(String(sum(({ welcomed }) => welcomed))),
    cell(String(sum(({ cut }) => cut))), cell(`${(sum(({ sentBytes }) => sentBytes) / MIB).toFixed(0)} MiB`),
    cell(`${(((victim.cpuMs - before.cpuMs) / seconds) / 10).toFixed(0)} %`),
    within((victim.peakRss - before.rss) / MIB, GOALS.rssMiB, 'MiB'), cell(partsOf(victim)),
    cell(asked, honest.p99 > GOALS.p99Ms || honest.failed > 0),
    cell(`${victim.delayMsP99.toFixed(0)} / ${victim.delayMsMax.toFixed(0)} ms`, victim.delayMsP99 > GOALS.delayMsP99),
    cell(`${honest.edges}, ${honest.lost}`, honest.edges < 4 || honest.lost > 0),
    cell(`${(honest.agreed * 100).toFixed(0)} %`),
    cell(Number.isFinite(backMs) ? `${(backMs / 1_000).toFixed(1)} s` : 'later', !Number.isFinite(backMs)),
    cell(String(Math.max(0, seen.after.sockets - before.sockets))),
    cell(endings(seen)),
  ];
};

export const missedIn = (row: Row): number => row.filter(({ isMissed }) => isMissed).length;

export const markdown = (row: Row): string => line(row.map(({ text, isMissed }) => (isMissed ? `**${text}**` : text)));

// C5: how soon the dead are called so, and how often the living are.
import type { Catastrophe } from '../catastrophe.ts';
import type { Deaths } from '../deaths.ts';
import type { FalseAlarms } from '../falseAlarms.ts';
import { atMost, percent, quantile, rounded } from '../figures.ts';
import { bySize, grouped } from '../grouped.ts';
import type { Table } from '../table.ts';

type Row = Table['rows'][number];

/** The median, and nearly the slowest; milliseconds. */
const CRASH_GOAL = [700, 700] as const;
const VANISH_GOAL = [5_500, 6_500] as const;
const MANY_GOAL_MS = 7_000;
const ALL_GOAL_MS = 10_000;
/** After the first verdict. */
const ALL_LATER_GOAL_MS = 500;

const single = (runs: readonly Deaths[], how: 'crash' | 'vanish'): readonly Row[] =>
  bySize(runs).map(({ nodes, loss, runs: all }) => {
    const found = all.flatMap(({ deaths }) => deaths.filter((death) => death.how === how));
    const first = found.map(({ firstMs = Infinity }) => firstMs);
    const last = found.map(({ firstMs = Infinity, allMs = Infinity }) => allMs - firstMs);
    const [p50, p99] = how === 'crash' ? CRASH_GOAL : VANISH_GOAL;
    return [
      how === 'crash' ? 'process dies (RST)' : 'host is silent', String(nodes), percent(loss),
      atMost(quantile(first, 0.5), p50, rounded), atMost(quantile(first, 0.99), p99, rounded),
      atMost(quantile(last, 0.5), ALL_LATER_GOAL_MS, (ms) => `+ ${rounded(ms)}`),
      `${found.length} deaths`,
    ];
  });

const many = (runs: readonly Catastrophe[]): readonly Row[] =>
  grouped(runs.filter(({ how }) => how === 'vanish'), ({ nodes, loss, share }) => `${nodes} ${loss} ${share}`)
    .map((all) => {
      const [{ nodes, loss, share }] = all;
      const first = all.flatMap(({ firstMs, dead }) =>
        [...firstMs, ...Array.from({ length: dead - firstMs.length }, () => Infinity)]);
      const last = all.map(({ allMs = Infinity }) => allMs);
      const byVote = all.reduce((sum, { byVote: votes }) => sum + votes, 0);
      const dead = all.reduce((sum, { dead: count }) => sum + count, 0);
      const goal = share < 0.8 ? MANY_GOAL_MS : ALL_GOAL_MS;
      return [
        `${percent(share)} are silent at once`, String(nodes), percent(loss), rounded(quantile(first, 0.5)),
        atMost(quantile(first, 0.99), goal, rounded), atMost(Math.max(...last), ALL_GOAL_MS, rounded),
        `${dead} dead, ${byVote} first by vote`,
      ];
    });

const alive = (runs: readonly FalseAlarms[]): readonly Row[] =>
  grouped(runs, ({ nodes, loss, paused }) => `${nodes} ${loss} ${paused}`).map((all) => {
    const [{ nodes, loss, paused }] = all;
    const sum = (of: (run: FalseAlarms) => number): number => all.reduce((so, run) => so + of(run), 0);
    const what = paused === 0 ? 'nobody dies' : `${paused} stand still for 8 s, run for 50 ms`;
    return [
      what, String(nodes), percent(loss),
      atMost(sum(({ onHealthy }) => onHealthy), 0, (value) => `${value} false \`down\``),
      paused === 0 ? '' : `${sum(({ onPaused }) => onPaused)} of paused nodes`,
      `${sum(({ doubts }) => doubts)} doubts`,
      `${rounded(sum(({ healthyHours }) => healthyHours), 1)} healthy node-hours`,
    ];
  });

export interface Detected {
  readonly deaths: readonly Deaths[];
  readonly catastrophes: readonly Catastrophe[];
  readonly alarms: readonly FalseAlarms[];
}

export const detectionTable = ({ deaths, catastrophes, alarms }: Detected): Table => ({
  id: 'C5',
  title: 'Who is gone',
  about: 'Milliseconds from a death until the first node holds a verdict `down` (or `lost`, where nobody is left to ' +
    'vote), and until all do: after the first where one node dies, after the deaths where many do. Then nodes that ' +
    'all live: verdicts `down` on healthy ones, and doubts that somebody signed.',
  columns: ['case', 'nodes', 'loss', 'p50', 'p99', 'all', 'of'],
  rows: [...single(deaths, 'crash'), ...single(deaths, 'vanish'), ...many(catastrophes), ...alive(alarms)],
  samples: { deaths, catastrophes, alarms },
});

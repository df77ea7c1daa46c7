// C6: who still hears a cast right after many nodes have died, and how soon two halves are one again.
import type { Catastrophe } from '../catastrophe.ts';
import { atLeast, atMost, median, percent, quantile, rounded } from '../figures.ts';
import { grouped } from '../grouped.ts';
import type { Healing } from '../healing.ts';
import type { Table } from '../table.ts';

/** By the share that failed: the share of survivors that hears a cast at once, and when all must. */
const GOALS = [
  { share: 0.3, atOnce: 1, allMs: 0 }, { share: 0.5, atOnce: 0.9999, allMs: 1_000 },
  { share: 0.8, atOnce: 0.96, allMs: 10_000 }, { share: 0.9, atOnce: undefined, allMs: 15_000 },
] as const;

const TIMES_MS = [0, 1_000, 3_000, 5_000, 7_000, 10_000, 15_000];

export const deliveryTable = (runs: readonly Catastrophe[]): Table => ({
  id: 'C6',
  title: 'Casts after a simultaneous failure',
  about: 'Which share of the survivors hears a cast within 0.9 s: the mean of five origins in each run, by how long ' +
    'after the failure it is said.',
  columns: ['failed', 'how', 'nodes', ...TIMES_MS.map((ms) => `+ ${ms / 1_000} s`), 'runs'],
  rows: grouped(runs, ({ nodes, share, how }) => `${nodes} ${share} ${how}`).map((all) => {
    const [{ nodes, share, how }] = all;
    const goal = GOALS.find((one) => one.share === share);
    const heard = TIMES_MS.map((ms) => {
      const each = all.flatMap(({ casts }) => casts.filter(({ afterMs }) => afterMs === ms).map((cast) => cast.heard));
      const asked = goal === undefined ? undefined : ms === 0 ? goal.atOnce : ms >= goal.allMs ? 1 : undefined;
      return atLeast(each.reduce((sum, one) => sum + one, 0) / each.length, asked, (value) => percent(value, 2));
    });
    return [percent(share), how === 'crash' ? 'RST' : 'silent', String(nodes), ...heard, String(all.length)];
  }),
  samples: runs,
});

/** The median, and nearly the slowest; milliseconds. */
const HEALING_GOALS = [
  { nodes: 10, p50: 3_000, p99: 6_000 }, { nodes: 20, p50: 6_000, p99: undefined },
  { nodes: 100, p50: 3_000, p99: undefined }, { nodes: 1_000, p50: 4_000, p99: undefined },
];

export const healingTable = (runs: readonly Healing[]): Table => ({
  id: 'C6b',
  title: 'Two halves, parted for a minute',
  about: 'Milliseconds from the end of the partition until one digest is everywhere, against the goal of the ' +
    'design; then until all nodes prove it, where the issue asks for a median below 6 s at 20 nodes. Bytes: what a ' +
    'node sends meanwhile.',
  columns: ['nodes', 'one map, p50', 'p99', 'proven, p50', 'p99', 'B/node', 'runs'],
  rows: grouped(runs, ({ nodes }) => String(nodes)).map((all) => {
    const [{ nodes }] = all;
    const goal = HEALING_GOALS.find((one) => one.nodes === nodes);
    const one = all.map(({ oneMapMs = Infinity }) => oneMapMs);
    const proven = all.map(({ provenMs = Infinity }) => provenMs);
    return [
      String(nodes), atMost(median(one), nodes === 20 ? undefined : goal?.p50, rounded),
      atMost(quantile(one, 0.99), goal?.p99, rounded),
      atMost(median(proven), nodes === 20 ? goal?.p50 : undefined, rounded), rounded(quantile(proven, 0.99)),
      rounded(median(all.map(({ bytes }) => bytes))), String(all.length),
    ];
  }),
  samples: runs,
});

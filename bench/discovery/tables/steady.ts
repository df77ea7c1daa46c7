// C3: what a node sends while nothing happens, and while nodes come and go.
import type { Steady } from '../calm.ts';
import { atMost, mean, rounded } from '../figures.ts';
import { idleGoal } from '../goals.ts';
import { grouped } from '../grouped.ts';
import type { Table } from '../table.ts';

/** The mean session of the design, in seconds. */
const SESSION_S = 7_200;

const row = (runs: readonly [Steady, ...Steady[]]): Table['rows'][number] => {
  const [{ nodes }] = runs;
  const churn = mean(runs.map(({ churnBytes }) => churnBytes));
  return [
    String(nodes), atMost(mean(runs.map(({ idleBytes }) => idleBytes)), idleGoal(nodes), rounded),
    rounded(churn), rounded(mean(runs.map(({ churnItems }) => churnItems)), 1),
    rounded((churn * nodes) / SESSION_S), String(runs.length),
  ];
};

export const steadyTable = (runs: readonly Steady[]): Table => ({
  id: 'C3',
  title: 'Bytes that a node sends',
  about: 'Idle: bytes per second over a minute in which nothing changes, everything included that a node does by ' +
    'itself. Churn: bytes more than that, for each node, when one says goodbye and is back ten seconds later, and ' +
    'the records and doubts that this takes; then what it comes to per second with sessions of two hours (computed: ' +
    'n / 7,200 of these a second). Bytes of the channels: TLS, TCP and IP come on top.',
  columns: ['nodes', 'idle B/s', 'B per leave and join', 'items', 'churn B/s', 'runs'],
  rows: grouped(runs, ({ nodes }) => String(nodes)).map(row),
  samples: runs,
});

// C1: how fast a new record is at all nodes, over how many hops, and how often it is sent.
import type { Calm } from '../calm.ts';
import { atMost, median, quantile, rounded } from '../figures.ts';
import { COPIES_GOAL, spreadGoal } from '../goals.ts';
import { bySize, type Group } from '../grouped.ts';
import type { Table } from '../table.ts';

const row = ({ nodes, loss, runs }: Group<Calm>): Table['rows'][number] => {
  const changes = runs.flatMap(({ changes: all }) => all);
  const times = changes.map(({ spreadMs }) => spreadMs);
  return [
    String(nodes), `${loss * 100} %`,
    atMost(median(times), spreadGoal(nodes, loss), rounded),
    rounded(quantile(times, 0.9)), rounded(Math.max(...times)),
    rounded(median(changes.map(({ hops }) => hops))),
    atMost(median(changes.map(({ copies }) => copies)), COPIES_GOAL, (value) => rounded(value, 1)),
    rounded(median(changes.map(({ recordBytes }) => recordBytes))),
    rounded(median(changes.map(({ spreadBytes }) => spreadBytes))),
    String(times.length),
  ];
};

export const spreadTable = (runs: readonly Calm[]): Table => ({
  id: 'C1',
  title: 'One new record, until 100 % of nodes hold it',
  about: 'Milliseconds from `record-issued` at its origin: the median over all changes, against the goal, then nine ' +
    'in ten, then the slowest. Hops: edges that it took to whoever is deepest. Copies: how often the record was sent ' +
    'for each node that had to hear it, late copies included. Bytes: all that a node sent until it had spread.',
  columns: ['nodes', 'loss', 'ms', 'p90', 'max', 'hops', 'copies', 'record B', 'B/node', 'changes'],
  rows: bySize(runs).map(row),
  samples: runs.map(({ nodes, loss, seed, changes }) => ({ nodes, loss, seed, changes })),
});

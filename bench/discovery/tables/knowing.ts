// C2: how soon after a change all nodes know that all nodes hold the new map.
import type { Calm } from '../calm.ts';
import { atMost, median, quantile, rounded } from '../figures.ts';
import { provenGoal } from '../goals.ts';
import { bySize, type Group } from '../grouped.ts';
import type { Table } from '../table.ts';

const row = ({ nodes, loss, runs }: Group<Calm>): Table['rows'][number] => {
  const changes = runs.flatMap(({ changes: all }) => all.filter(({ others }) => others === 0));
  const times = changes.map(({ provenMs }) => provenMs ?? Infinity);
  return [
    String(nodes), `${loss * 100} %`,
    atMost(median(times), provenGoal(nodes, loss), rounded),
    rounded(quantile(times, 0.9)), rounded(Math.max(...times)),
    rounded(median(changes.map(({ provenBytes }) => provenBytes))),
    String(times.length),
  ];
};

export const knowingTable = (runs: readonly Calm[]): Table => ({
  id: 'C2',
  title: 'One change, until all nodes at once can prove that all hold it',
  about: 'Milliseconds from `record-issued`, as in C1; changes during which somebody else issued a record are left ' +
    'out. Bytes: all that a node sent until then, the spreading of C1 included.',
  columns: ['nodes', 'loss', 'ms', 'p90', 'max', 'B/node', 'changes'],
  rows: bySize(runs).map(row),
  samples: runs.map(({ nodes, loss, seed, changes }) =>
    ({ nodes, loss, seed, provenMs: changes.map(({ provenMs, others }) => ({ provenMs, others })) })),
});

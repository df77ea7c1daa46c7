// C4: what it takes to find out in what two maps differ.
import { atMost, mean, rounded, type Judged } from '../figures.ts';
import { grouped } from '../grouped.ts';
import type { Reconciled } from '../reconciled.ts';
import type { Table } from '../table.ts';

/** For one difference, all in all; and for a hundred among ten thousand, each. */
const ONE_BYTES_GOAL = 600;
const EACH_BYTES_GOAL = 160;
const ROUND_TRIPS_GOAL = 5;

const bytesOf = (runs: readonly Reconciled[], nodes: number, differences: number): Judged => {
  const each = mean(runs.map(({ bytes, differences: count }) => bytes / count));
  const goal = differences === 1 ? ONE_BYTES_GOAL :
    differences === 100 && nodes === 10_000 ? EACH_BYTES_GOAL : undefined;
  return atMost(each, goal, rounded);
};

export const reconciliationTable = (runs: readonly Reconciled[]): Table => {
  const rows = grouped(runs, ({ nodes, differences }) => `${nodes} ${differences}`);
  return {
    id: 'C4',
    title: 'Finding d differences among n entries',
    about: 'The descent of the library, as bytes of its questions and answers, for each difference; the head has the ' +
      'later record of each. The ids that are then asked for (10 B) and the records (about 250 B) come on top, as ' +
      'they do with any other way.',
    columns: ['n', 'd', 'B per difference', 'round trips', 'found', 'runs'],
    rows: rows.map((all) => {
      const [{ nodes, differences }] = all;
      return [
        String(nodes), String(differences), bytesOf(all, nodes, differences),
        atMost(Math.max(...all.map(({ roundTrips }) => roundTrips)), ROUND_TRIPS_GOAL, rounded),
        `${all.reduce((sum, { found }) => sum + found, 0)} of ${all.length * differences}`,
        String(all.length),
      ];
    }),
    samples: runs,
  };
};

// C7: how much of a node somebody has who owns many addresses.
import { eclipse, HONEST, HONEST_GROUPS, type Attack } from '../eclipse.ts';
import { atMost, percent } from '../figures.ts';
import type { Table } from '../table.ts';

interface Row extends Attack {
  /** The most that the design lets it have of the slots drawn by chance, and of all eight. */
  readonly goal?: number;
}

/** As in the design, which has them from Heilman et al., 2015. */
const ROWS: readonly Row[] = [
  { addresses: 1_000, groups: 1, goal: 0.02 },
  { addresses: 1_000, groups: 8 },
  { addresses: 8_192, groups: 32, goal: 0.12 },
  { addresses: 4_600, groups: 400 },
  { addresses: 10_000, groups: 1_000 },
];

const TRIALS = 10_000;
const TRIALS_QUICK = 1_000;

export const eclipseTable = (seed: number, isQuick: boolean): Table => {
  const samples = ROWS.map((row) => ({ row, ...eclipse(row, isQuick ? TRIALS_QUICK : TRIALS, seed) }));
  return {
    id: 'C7',
    title: 'Who surrounds a node',
    about: `The share that an attacker gets of a node's eight outgoing slots after a restart, beside ${HONEST} ` +
      `honest addresses in ${HONEST_GROUPS} groups; both old anchors are honest and there. All that it tells of is ` +
      'tested and found. `by chance` are the four slots drawn over groups, `whole` all eight with rings and anchors, ' +
      '`bare` eight drawn over groups with nothing else.',
    columns: [
      'addresses', '/16s', 'of the book', 'by chance', 'whole', 'bare', 'all eight', 'all eight, bare', 'trials',
    ],
    rows: samples.map(({ row: { goal }, addresses, groups, trials, ...it }) => [
      String(addresses), String(groups), percent(it.book), atMost(it.byChance, goal, (value) => percent(value, 1)),
      percent(it.whole, 1), percent(it.bare, 1), atMost(it.eclipsed, 0, String),
      percent(it.bareEclipsed / trials, 2), String(trials),
    ]),
    samples,
  };
};

// What one event costs: a sign of life of one of so many peers, by default policies, with the journal, the metrics and an
// invariant on; beside what could do the work and keeps less.
import { ran } from '../alone/ran.mjs';
import { goalLine, judged } from '../goals.mjs';
import { table, times } from '../markdown.mjs';
import { median, medianRatio } from '../statistics.mjs';

const PEERS = [10, 100, 1_000, 10_000];
const GOALS = new Map([[10, 1_000], [1_000, 1_500], [10_000, 3_000]]);

const SHAPES = {
  whole: 'controller', callbacks: 'five plain callbacks', table: 'one subscriber, a table by type',
  filters: 'five policies that filter',
};
const [, ...OTHERS] = Object.keys(SHAPES);

const ns = (value) => `${Math.round(value)} ns`;

export const controller = async ({ rounds, ms }, progress) => {
  const rows = [];
  for (const peers of PEERS) {
    const taken = Object.fromEntries(Object.keys(SHAPES).map((shape) => [shape, []]));
    for (let round = 0; round < Math.ceil(rounds / 2); round++) {
      progress(`${peers} peers: round ${round + 1}`);
      for (const shape of Object.keys(taken)) taken[shape].push(median(await ran('controller', shape, peers, ms)));
    }
    const figures = Object.entries(taken).map(([shape, all]) => [shape, median(all)]);
    const ofUs = Object.fromEntries(OTHERS.map((shape) => [shape, medianRatio(taken.whole, taken[shape])]));
    rows.push({ peers, ns: median(taken.whole), figures: Object.fromEntries(figures), ofUs });
  }
  const goals = rows.filter(({ peers }) => GOALS.has(peers)).map((row) =>
    judged({ text: `${row.peers} peers: ≤ ${GOALS.get(row.peers)} ns`, most: GOALS.get(row.peers) }, row.ns, ns));
  const markdown = ['## Controller, per event', '', table(
    ['peers', SHAPES.whole, ...OTHERS.flatMap((shape) => [SHAPES[shape], 'ours is'])],
    rows.map(({ peers, ns: ours, figures, ofUs }) =>
      [peers, ns(ours), ...OTHERS.flatMap((shape) => [ns(figures[shape]), times(ofUs[shape])])]),
  ), '', ...goals.map((goal) => goalLine(goal))].join('\n');
  return { name: 'controller', rows, goals, markdown };
};

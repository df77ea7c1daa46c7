// What one event costs: a sign of life of one of so many peers, by default policies, with the journal on.
import { ran } from '../alone/ran.mjs';
import { goalLine, judged } from '../goals.mjs';
import { table, times } from '../markdown.mjs';
import { median } from '../statistics.mjs';

const PEERS = [10, 100, 1_000, 10_000];
const GOALS = new Map([[10, 1_000], [1_000, 1_500], [10_000, 3_000]]);

const ns = (value) => `${Math.round(value)} ns`;

export const controller = async ({ rounds, ms }, progress) => {
  const rows = [];
  for (const peers of PEERS) {
    const taken = { whole: [], callbacks: [] };
    for (let round = 0; round < Math.ceil(rounds / 2); round++) {
      progress(`${peers} peers: round ${round + 1}`);
      for (const shape of Object.keys(taken)) taken[shape].push(median(await ran('controller', shape, peers, ms)));
    }
    rows.push({ peers, ns: median(taken.whole), callbacksNs: median(taken.callbacks) });
  }
  const goals = rows.filter(({ peers }) => GOALS.has(peers)).map((row) =>
    judged({ text: `${row.peers} peers: ≤ ${GOALS.get(row.peers)} ns`, most: GOALS.get(row.peers) }, row.ns));
  const markdown = ['## Controller, per event', '', table(
    ['peers', 'controller', 'five plain callbacks', 'ratio'],
    rows.map((row) => [row.peers, ns(row.ns), ns(row.callbacksNs), times(row.ns / row.callbacksNs)]),
  ), '', ...goals.map((goal) => goalLine(goal, ns))].join('\n');
  return { name: 'controller', rows, goals, markdown };
};

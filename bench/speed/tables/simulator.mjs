// Whole networks in virtual time: how many seconds of a node a second of CPU is good for, and what its clock can do.
import { ran } from '../alone/ran.mjs';
import { goalLine, judged } from '../goals.mjs';
import { rate, table, times } from '../markdown.mjs';
import { median } from '../statistics.mjs';

/** A minute of CPU each, or less. */
const TOWNS = [{ nodes: 10, forMs: 300_000 }, { nodes: 100, forMs: 20_000 }];
const PENDING = 5_000;
const GOAL = 10_000;
const CLOCKS = { heap: 'ours, a binary heap', rxjs: 'VirtualTimeScheduler of RxJS' };

const town = async ({ nodes, forMs }) => {
  const { events, simulatedMs, violations, cpuMs } = await ran('town', nodes, forMs);
  if (violations > 0) throw new Error(`${nodes} nodes: ${violations} violations`);
  return { nodes, forMs, nodeSeconds: (nodes * simulatedMs) / cpuMs, events: (events * 1_000) / cpuMs };
};

export const simulator = async ({ rounds, ms }, progress) => {
  const rows = [];
  for (const one of TOWNS) {
    progress(`${one.nodes} nodes for ${one.forMs / 1_000} s`);
    rows.push(await town(one));
  }
  const clocks = { heap: [], rxjs: [] };
  for (let round = 1; round <= Math.ceil(rounds / 2); round++) {
    progress(`clocks: round ${round}`);
    for (const shape of Object.keys(CLOCKS)) clocks[shape].push(await ran('scheduler', shape, PENDING, ms));
  }
  const goals = rows.map(({ nodes, nodeSeconds }) =>
    judged({ text: `${nodes} nodes: ≥ ${GOAL} node-seconds per CPU-second`, least: GOAL }, nodeSeconds, rate));
  const [heap, rxjs] = [median(clocks.heap), median(clocks.rxjs)];
  const markdown = ['## Simulator', '', table(
    ['', 'node-seconds per CPU-second', 'events per CPU-second'],
    rows.map((row) => [`${row.nodes} nodes for ${row.forMs / 1_000} s, faults and invariants on`,
      rate(row.nodeSeconds), rate(row.events)]),
  ), '', table([`clock, ${PENDING} pending`, 'events per CPU-second', 'of ours'], [
    [CLOCKS.heap, rate(heap), times(1)], [CLOCKS.rxjs, rate(rxjs), times(rxjs / heap)],
  ]), '', ...goals.map((goal) => goalLine(goal))].join('\n');
  return { name: 'simulator', rows, clocks: { heap, rxjs }, goals, markdown };
};

// What ten thousand quiet connections cost a second.
import { ran } from '../alone/ran.mjs';
import { goalLine, judged } from '../goals.mjs';
import { table } from '../markdown.mjs';
import { median } from '../statistics.mjs';

const PEERS = 10_000;
const SECONDS = 5;
const SHAPES = { node: 'the heartbeat of a node', wheel: 'one wheel', intervals: '`interval()` for each' };
const GOAL = { text: 'CPU ≤ 7 ms a second', most: 7 };

const cpu = (value) => `${value.toFixed(1)} ms`;

export const heartbeats = async (_, progress) => {
  const taken = new Map(Object.keys(SHAPES).map((shape) => [shape, []]));
  for (let round = 0; round < 3; round++) {
    progress(`round ${round + 1} of 3`);
    for (const [shape, figures] of taken) figures.push(await ran('heartbeats', shape, PEERS, SECONDS));
  }
  const rows = [...taken].map(([shape, figures]) => ({ shape, cpuMs: median(figures) }));
  const goal = judged(GOAL, rows[0].cpuMs, cpu);
  const markdown = [`## ${PEERS} heartbeats a second`, '',
    table(['', 'CPU a second'], rows.map(({ shape, cpuMs }) => [SHAPES[shape], cpu(cpuMs)])), '', goalLine(goal),
  ].join('\n');
  return { name: 'heartbeats', rows, goals: [goal], markdown };
};

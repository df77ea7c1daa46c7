// What one more idle connection takes of the server's memory, after one request and four collections.
import { goalLine, judged } from '../goals.mjs';
import { table, times } from '../markdown.mjs';
import { Pairs } from '../pairsOf.mjs';
import { median, medianRatio } from '../statistics.mjs';

const CONTENDERS = ['rawTls', 'millrace', 'wsTls', 'secretStream', 'libp2pNoise'];
const CONNECTIONS = 1_000;
/** The first ones load code and fill pools: they are not counted. */
const WARM = 50;
const ROUNDS_MAX = 3;
const GOALS = [
  { text: 'RSS ≤ 1.1× raw', field: 'rss', most: 1.1 },
  { text: 'heap ≤ 1.5× raw', field: 'heapUsed', most: 1.5 },
];

const taking = async (pair) => {
  await pair.client({ order: 'hold', where: pair.where, count: WARM });
  const before = await pair.server({ order: 'memory' });
  await pair.client({ order: 'hold', where: pair.where, count: CONNECTIONS });
  const after = await pair.server({ order: 'memory' });
  const held = await pair.server({ order: 'held' });
  if (held !== null && held < WARM + CONNECTIONS) throw new Error(`${pair.name}: only ${held} connections are left`);
  const each = (field) => (after[field] - before[field]) / CONNECTIONS / 1_024;
  return { rss: each('rss'), heapUsed: each('heapUsed') };
};

/** Fresh processes each time: memory that was given back once is not counted again. @returns why not, where it failed */
const measured = async (name, taken, progress) => {
  const pairs = await Pairs.of([name], progress);
  try {
    await pairs.each(async (pair) => taken.push(await taking(pair)));
    return pairs.missing;
  } finally {
    pairs.end();
  }
};

export const memory = async ({ rounds, contenders = CONTENDERS }, progress) => {
  const names = contenders.filter((name) => CONTENDERS.includes(name));
  const taken = new Map(names.map((name) => [name, []]));
  const missing = new Map();
  for (let round = 1; round <= Math.min(rounds, ROUNDS_MAX); round++) {
    for (const name of names.filter((one) => !missing.has(one))) {
      progress(`round ${round}: ${CONNECTIONS} connections of ${name}`);
      for (const { why } of await measured(name, taken.get(name), progress)) missing.set(name, why);
    }
  }
  const series = (name, field) => (taken.get(name) ?? []).map((one) => one[field]);
  const ratio = (name, field) => medianRatio(series(name, field), series('rawTls', field));
  const rows = names.filter((name) => !missing.has(name)).map((name) => ({
    name, rss: median(series(name, 'rss')), heap: median(series(name, 'heapUsed')),
    rssOfRaw: ratio(name, 'rss'), heapOfRaw: ratio(name, 'heapUsed'),
  }));
  const goals = GOALS.map((goal) => judged(goal, ratio('millrace', goal.field)));
  const markdown = ['## Memory of an idle connection', '', table(
    ['', 'RSS KiB', 'of raw', 'heap KiB', 'of raw'],
    [...rows.map((row) =>
      [row.name, row.rss.toFixed(1), times(row.rssOfRaw), row.heap.toFixed(1), times(row.heapOfRaw)]),
    ...[...missing].map(([name, why]) => [name, why, '', '', ''])],
  ), '', ...goals.map((goal) => goalLine(goal))].join('\n');
  return { name: 'memory', rows, goals, markdown };
};

// Requests and answers: how many a second, how soon, and what of the CPU each takes, beside the limit and the others.
import { Pairs } from '../pairsOf.mjs';
import { goalLine, judged } from '../goals.mjs';
import { median, medianRatio } from '../statistics.mjs';
import { micros, rate, table, times } from '../markdown.mjs';

export const CONTENDERS = [
  'rawTls', 'millrace', 'wsTls', 'secretStream', 'libp2pTls', 'libp2pNoise', 'libp2pStreams', 'grpcTls', 'moleculer',
  'nats', 'rawTcp',
];

export const LOADS = [
  { key: 'one', title: '64 B, one at a time', inFlight: 1, bytes: 64 },
  { key: 'w64', title: '64 B, 64 in flight', inFlight: 64, bytes: 64 },
  { key: 'w256', title: '64 B, 256 in flight', inFlight: 256, bytes: 64 },
  { key: 'large', title: '64 KiB, 16 in flight', inFlight: 16, bytes: 65_536 },
];

/** Code that has run for a moment only is not compiled yet, and some contenders have more of it than others. */
const WARM_ROUNDS = 2;

/** `of`: the ratio of two medians of one run; at least or at most so much. */
export const GOALS = [
  { load: 'one', text: 'p50 ≤ 1.15× raw', of: (at) => at('millrace', 'p50') / at('rawTls', 'p50'), most: 1.15 },
  { load: 'one', text: 'p99 ≤ 1.5× raw', of: (at) => at('millrace', 'p99') / at('rawTls', 'p99'), most: 1.5 },
  { load: 'w64', text: '≥ 0.6 of raw', of: (at) => at('millrace') / at('rawTls'), least: 0.6 },
  { load: 'w64', text: 'CPU ≤ 2× raw', of: (at) => at('millrace', 'cpuUs') / at('rawTls', 'cpuUs'), most: 2 },
  { load: 'w64', text: '≥ 1.5× ws over mTLS', of: (at) => at('millrace') / at('wsTls'), least: 1.5 },
  { load: 'w64', text: '≥ 5× libp2p TLS', of: (at) => at('millrace') / at('libp2pTls'), least: 5 },
  { load: 'w64', text: '≥ 20× libp2p Noise', of: (at) => at('millrace') / at('libp2pNoise'), least: 20 },
  { load: 'w64', text: '≥ 50× gRPC', of: (at) => at('millrace') / at('grpcTls'), least: 50 },
  { load: 'w256', text: '≥ 0.45 of raw', of: (at) => at('millrace') / at('rawTls'), least: 0.45 },
  { load: 'large', text: '≥ 0.9 of raw', of: (at) => at('millrace') / at('rawTls'), least: 0.9 },
];

/** With the CPU of both processes. */
const round = async (pair, terms) => {
  const before = await pair.server({ order: 'cpu' });
  const { cpuUs, ...rest } = await pair.client({ order: 'round', ...terms });
  const after = await pair.server({ order: 'cpu' });
  return { ...rest, perSecond: rest.done / rest.seconds, cpuUs: (cpuUs + after - before) / rest.done };
};

/** One round of each contender, then the next round of each: what slows the machine slows them all. */
const measured = async (pairs, load, { rounds, ms }, progress) => {
  const taken = new Map(pairs.running.map(({ name }) => [name, []]));
  for (let warm = 0; warm < WARM_ROUNDS; warm++) await pairs.each((pair) => round(pair, { ...load, ms }));
  for (let at = 1; at <= rounds; at++) {
    progress(`${load.title}: round ${at} of ${rounds}`);
    await pairs.each(async (pair) => taken.get(pair.name).push(await round(pair, { ...load, ms })));
  }
  for (const { name } of pairs.missing) taken.delete(name);
  return taken;
};

const reportOf = (load, taken, missing) => {
  const series = (name, field = 'perSecond') => (taken.get(name) ?? []).map((round) => round[field]);
  const ratio = (name, field) => medianRatio(series(name, field), series('rawTls', field));
  const rows = [...taken.keys()].map((name) => {
    const [p50, p99] = [median(series(name, 'p50')), median(series(name, 'p99'))];
    return {
      name, perSecond: median(series(name)), ofRaw: ratio(name), cpuUs: median(series(name, 'cpuUs')),
      cpuOfRaw: ratio(name, 'cpuUs'), ...(load.inFlight === 1 ? { p50, p99 } : {}),
    };
  });
  const at = (name, field = 'perSecond') => median(series(name, field));
  const goals = GOALS.filter((goal) => goal.load === load.key).map((goal) => judged(goal, goal.of(at)));
  return { load: load.title, rows, missing, goals };
};

const shown = ({ load, rows, missing, goals }) => [
  `### ${load}`, '',
  table(['', 'requests/s', 'of raw', 'CPU µs a request', 'of raw', 'p50 µs', 'p99 µs'], [...rows.map((row) => [
    row.name, rate(row.perSecond), times(row.ofRaw), micros(row.cpuUs), times(row.cpuOfRaw),
    row.p50 === undefined ? '' : micros(row.p50), row.p99 === undefined ? '' : micros(row.p99),
  ]), ...missing.map(({ name, why }) => [name, why, '', '', '', '', ''])]), '',
  ...goals.map((goal) => goalLine(goal)),
].join('\n');

export const requests = async ({ rounds, ms, contenders = CONTENDERS, loads }, progress) => {
  const pairs = await Pairs.of(contenders, progress);
  try {
    await pairs.each((pair) => pair.client({ order: 'connect', where: pair.where }));
    const chosen = LOADS.filter(({ key }) => loads === undefined || loads.includes(key));
    const reports = [];
    for (const load of chosen) {
      const taken = await measured(pairs, load, { rounds, ms }, progress);
      reports.push(reportOf(load, taken, [...pairs.missing]));
    }
    await pairs.each((pair) => pair.server({ order: 'proven' }));
    return { name: 'requests', reports, markdown: ['## Requests', ...reports.map(shown)].join('\n\n') };
  } finally {
    pairs.end();
  }
};

// Connections set up, one after the other: what each takes of the CPU at both ends, up to one answer.
import { goalLine, judged } from '../goals.mjs';
import { micros, rate, table, times } from '../markdown.mjs';
import { Pairs } from '../pairsOf.mjs';
import { median, medianRatio } from '../statistics.mjs';

const CONTENDERS = ['rawTls', 'millrace', 'wsTls', 'secretStream', 'libp2pNoise', 'libp2pTls', 'grpcTls'];
const GOAL = { text: 'CPU of both ends ≤ 1.1× raw, hello included', most: 1.1 };

const dials = async (pair, ms) => {
  const before = await pair.server({ order: 'cpu' });
  const { count, cpuUs, seconds } = await pair.client({ order: 'dials', ms });
  const after = await pair.server({ order: 'cpu' });
  const [client, server] = [cpuUs / count, (after - before) / count];
  return { perSecond: count / seconds, client, server, both: client + server };
};

export const setup = async ({ rounds, ms, contenders = CONTENDERS }, progress) => {
  const pairs = await Pairs.of(contenders.filter((name) => CONTENDERS.includes(name)), progress);
  try {
    await pairs.each(async (pair) => {
      await pair.client({ order: 'dialler', where: pair.where });
      await dials(pair, ms);
    });
    const taken = new Map(pairs.running.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      progress(`round ${round + 1} of ${rounds}`);
      await pairs.each(async (pair) => taken.get(pair.name).push(await dials(pair, ms)));
    }
    for (const { name } of pairs.missing) taken.delete(name);
    const series = (name, field) => (taken.get(name) ?? []).map((one) => one[field]);
    const rows = [...taken.keys()].map((name) => ({
      name, perSecond: median(series(name, 'perSecond')), clientUs: median(series(name, 'client')),
      serverUs: median(series(name, 'server')), ofRaw: medianRatio(series(name, 'both'), series('rawTls', 'both')),
    }));
    const goal = judged(GOAL, medianRatio(series('millrace', 'both'), series('rawTls', 'both')));
    const markdown = ['## Connections set up', '', table(
      ['', 'connections/s', 'client CPU µs', 'server CPU µs', 'both, of raw'],
      [...rows.map((row) =>
        [row.name, rate(row.perSecond), micros(row.clientUs), micros(row.serverUs), times(row.ofRaw)]),
      ...pairs.missing.map(({ name, why }) => [name, why, '', '', ''])],
    ), '', goalLine(goal)].join('\n');
    return { name: 'setup', rows, goals: [goal], markdown };
  } finally {
    pairs.end();
  }
};

// The same 256 bytes to five hundred connections: what each message takes of the sender's CPU for each of them.
import { setTimeout as wait } from 'node:timers/promises';
import { AT_ONCE } from '../fan.mjs';
import { goalLine, judged } from '../goals.mjs';
import { table, times } from '../markdown.mjs';
import { Pair } from '../pair.mjs';
import { median, medianRatio } from '../statistics.mjs';

const PEERS = 500;
const MESSAGES = 100;
const ROUNDS_MAX = 5;
/** What a node may broadcast comes back at one a second: ten at once again after so long. */
const REST_MS = 10_500;
const LOOK_MS = 20;
const PATIENCE_MS = 60_000;

const WAYS = [
  { name: 'raw, ten in one write', pair: 'rawFan', how: 'ten', messages: MESSAGES },
  { name: 'millrace, ten values of a stream in one tick', pair: 'millraceFan', how: 'ten', messages: MESSAGES },
  { name: 'millrace, ten broadcasts in one tick, signed', pair: 'millraceFan', how: 'casts', messages: AT_ONCE },
  { name: 'raw, one by one', pair: 'rawFan', how: 'one', messages: MESSAGES },
  { name: 'millrace, values of a stream one by one', pair: 'millraceFan', how: 'one', messages: MESSAGES },
];
const [RAW, STREAM, CASTS, RAW_ONE, STREAM_ONE] = WAYS;
const GOALS = [
  { text: 'stream ≤ 1.15× raw coalesced', of: STREAM, by: RAW, most: 1.15 },
  { text: 'broadcast ≤ 1.15× raw coalesced', of: CASTS, by: RAW, most: 1.15 },
  { text: 'stream one by one ≤ 1.15× raw one by one', of: STREAM_ONE, by: RAW_ONE, most: 1.15 },
];

/** Until all have heard all. */
const heardBy = async (pair, count) => {
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until;) {
    if ((await pair.client({ order: 'received' })) >= count) return;
    await wait(LOOK_MS);
  }
  throw new Error(`${pair.name}: ${await pair.client({ order: 'received' })} of ${count} messages came`);
};

/** @returns the sender's CPU in us for each message and peer */
const fanned = async (pair, { how, messages }) => {
  const already = await pair.client({ order: 'received' });
  const before = await pair.server({ order: 'cpu' });
  await pair.server({ order: 'fan', how, messages });
  await heardBy(pair, already + messages * PEERS);
  return ((await pair.server({ order: 'cpu' })) - before) / messages / PEERS;
};

const crowded = async (name, progress) => {
  const pair = await Pair.of(name);
  progress(`${name}: ${PEERS} connections`);
  await pair.client({ order: 'crowd', where: pair.where, count: PEERS });
  return pair;
};

export const fanOut = async ({ rounds }, progress) => {
  const pairs = { rawFan: await crowded('rawFan', progress), millraceFan: await crowded('millraceFan', progress) };
  try {
    const taken = new Map(WAYS.map(({ name }) => [name, []]));
    for (const way of WAYS) await fanned(pairs[way.pair], way);
    for (let round = 1; round <= Math.min(rounds, ROUNDS_MAX); round++) {
      progress(`round ${round}`);
      await wait(REST_MS);
      for (const way of WAYS) taken.get(way.name).push(await fanned(pairs[way.pair], way));
    }
    const ratio = (of, by) => medianRatio(taken.get(of.name), taken.get(by.name));
    const rows = WAYS.map((way) => ({ name: way.name, us: median(taken.get(way.name)), ofRaw: ratio(way, RAW) }));
    const goals = GOALS.map((goal) => judged(goal, ratio(goal.of, goal.by)));
    const markdown = [`## 256 B to ${PEERS} peers`, '', table(
      ['', 'CPU µs a message and peer', 'of raw, coalesced'], rows.map(({ name, us, ofRaw }) => [name, us.toFixed(2), times(ofRaw)]),
    ), '', ...goals.map((goal) => goalLine(goal))].join('\n');
    return { name: 'fanOut', rows, goals, markdown };
  } finally {
    for (const pair of Object.values(pairs)) pair.end();
  }
};

// One end of one contender, in a process of its own: it does what its parent says and tells what it took.
import { profiling } from './profiler.mjs';
import { round } from './round.mjs';

const [, , role, name] = process.argv;
const { serve, connect, dialler, hold, held, proven, crowd, fan } = await import(`./contenders/${name}.mjs`);
let client;
let dial;
let profiled;
let received;

const cpuUs = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

const ORDERS = {
  serve: () => serve(),
  connect: async ({ where }) => {
    client = await connect(where);
    await client.proven?.();
    return null;
  },
  round: (terms) => round(client.call, terms),
  cpu: () => cpuUs(),
  dialler: async ({ where }) => {
    dial = await dialler(where);
    await dial();
    return null;
  },
  dials: async ({ ms }) => {
    const [before, began] = [cpuUs(), performance.now()];
    let count = 0;
    for (; performance.now() - began < ms; count++) await dial();
    return { count, cpuUs: cpuUs() - before, seconds: (performance.now() - began) / 1_000 };
  },
  hold: async ({ where, count }) => {
    await hold(where, count);
    return null;
  },
  held: () => held?.() ?? null,
  /** That what is promised of a contender was on while it was measured; throws where it was not. */
  proven: async () => (await proven?.()) ?? null,
  crowd: async ({ where, count }) => {
    received = await crowd(where, count);
    return null;
  },
  received: () => received(),
  fan: async ({ how, messages }) => {
    await fan(how, messages);
    return null;
  },
  profile: async ({ kind }) => {
    profiled = await profiling(kind);
    return null;
  },
  profiled: () => profiled(),
  memory: () => {
    for (let round = 0; round < 4; round++) globalThis.gc();
    const { rss, heapUsed } = process.memoryUsage();
    return { rss, heapUsed };
  },
};

process.on('message', async ({ order, ...terms }) => {
  try {
    process.send({ result: await ORDERS[order](terms) });
  } catch (error) {
    process.send({ error: `${role} of ${name}: ${error.stack}` });
  }
});
process.on('disconnect', () => process.exit(0));
process.send({ result: 'up' });

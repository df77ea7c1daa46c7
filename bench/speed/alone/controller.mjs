// In a process of its own: what one event costs a controller with so many peers, and the least that could do the work.
import { asyncScheduler, Subject } from 'rxjs';
import { controller, defaultGuards, defaultPolicies, defaultReducers, RingJournal } from '../../../dist/index.js';
import { withPeers } from '../../../dist/testing/index.js';
import { profiling } from '../profiler.mjs';

const [, , shape, count, ms, kind] = process.argv;
const peers = Array.from({ length: Number(count) }, (_, at) => `in-${at + 1}`);
const traffic = { bytesIn: 1, bytesOut: 1, requests: 1 };
const env = { scheduler: asyncScheduler, random: () => 0.5, soon: (work) => process.nextTick(work) };

/** Five callbacks, and one mutable record a peer: a third of what the controller keeps, and nothing is kept of it. */
const callbacks = () => {
  const state = new Map(peers.map((peer) => [peer, { heardAt: 0, rttMs: 1, rttVarMs: 1, traffic }]));
  const handlers = Array.from({ length: 5 }, (_, at) => (event, record) => {
    if (at === 0 && record.rttMs > 1e9) throw new Error(event.peer);
    return record.heardAt;
  });
  return (event) => {
    const record = state.get(event.peer);
    record.heardAt = Date.now();
    record.rttMs += (event.rttMs - record.rttMs) / 8;
    record.traffic = event.traffic;
    for (const handler of handlers) handler(event, record);
  };
};

/** Default policies, guards and reducers, immutable state, the journal on. */
const whole = () => {
  const event$ = new Subject();
  let steps = 0;
  controller({
    initial: withPeers(Object.fromEntries(peers.map((peer) => [peer, {}]))),
    sources: { peers: event$ },
    reducers: defaultReducers, policies: defaultPolicies({}, env), guards: defaultGuards({}), effects: {},
    journal: new RingJournal(), now: Date.now,
  }).subscribe(() => steps++);
  return Object.assign((event) => event$.next(event), { steps: () => steps });
};

const take = shape === 'callbacks' ? callbacks() : whole();
const events = peers.map((peer) => ({ type: 'peer-heard', peer, rttMs: 3, traffic }));
const burst = (length) => {
  const before = process.cpuUsage();
  let done = 0;
  for (const began = performance.now(); performance.now() - began < length;) {
    for (let at = 0; at < 1_000; at++) take(events[(done + at * 7_919) % events.length]);
    done += 1_000;
  }
  const { user, system } = process.cpuUsage(before);
  return { done, ns: ((user + system) * 1_000) / done };
};
burst(Number(ms));
/** @returns what a profile of one longer burst shows */
const profiled = async () => {
  const ended = await profiling(kind);
  const { done } = burst(Number(ms) * 4);
  return { count: done, rows: await ended() };
};
const figures = kind === undefined ? Array.from({ length: 5 }, () => burst(Number(ms)).ns) : await profiled();
if (take.steps !== undefined && take.steps() === 0) throw new Error('no step was made');
process.stdout.write(JSON.stringify(figures), () => process.exit(0));

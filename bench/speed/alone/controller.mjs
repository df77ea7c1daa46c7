// In a process of its own: what one event costs a controller with so many peers, and the least that could do the work.
import { asyncScheduler, Subject } from 'rxjs';
import {
  alarm, atMost, controller, defaultGuards, defaultPolicies, defaultReducers, nodeMetrics, RingJournal,
} from '../../../dist/index.js';
import { withPeers } from '../../../dist/testing/index.js';
import { profiling } from '../profiler.mjs';
import { SHAPES } from './shapes.mjs';

const [, , shape, count, ms, kind] = process.argv;
const peers = Array.from({ length: Number(count) }, (_, at) => `in-${at + 1}`);
const traffic = { bytesIn: 1, bytesOut: 1, requests: 1 };
const env = { scheduler: asyncScheduler, random: () => 0.5, soon: (work) => process.nextTick(work) };

/** Default policies, guards and reducers, immutable state, the journal, the metrics and an invariant on. */
const whole = () => {
  const event$ = new Subject();
  const initial = withPeers(Object.fromEntries(peers.map((peer) => [peer, {}])));
  let [state, steps, looks] = [initial, 0, 0];
  const figures = () => ({ rssBytes: 0, eventLoopDelayMsP99: 0 });
  const { observe } = nodeMetrics({ state: () => state, now: Date.now, figures, toListen: 0 });
  const heads = atMost(({ state: { peers: all } }) => (++looks, all.size), peers.length, 'connections');
  controller({
    initial,
    sources: { peers: event$ },
    reducers: defaultReducers, guards: defaultGuards({}), effects: {},
    policies: { ...defaultPolicies({}, env), alarm: alarm([heads], ({ invariant }) => { throw new Error(invariant); }) },
    journal: new RingJournal(), now: Date.now,
  }).subscribe((step) => {
    ({ state } = step);
    steps++;
    observe(step);
  });
  return Object.assign((event) => event$.next(event), { isWhole: () => steps > 0 && looks >= steps });
};

const take = shape === 'whole' ? whole() : SHAPES[shape](peers, traffic);
const events = peers.map((peer) => ({ type: 'peer-heard', peer, rttMs: 3, traffic }));
/** So many at least before anything counts: on a busy machine a moment is not long enough to have the code compiled. */
const WARM_EVENTS = 200_000;
const burst = (length, least = 0) => {
  const before = process.cpuUsage();
  let done = 0;
  for (const began = performance.now(); performance.now() - began < length || done < least;) {
    for (let at = 0; at < 1_000; at++) take(events[(done + at * 7_919) % events.length]);
    done += 1_000;
  }
  const { user, system } = process.cpuUsage(before);
  return { done, ns: ((user + system) * 1_000) / done };
};
burst(Number(ms), WARM_EVENTS);
/** @returns what a profile of one longer burst shows */
const profiled = async () => {
  const ended = await profiling(kind);
  const { done } = burst(Number(ms) * 4);
  return { count: done, rows: await ended() };
};
const figures = kind === undefined ? Array.from({ length: 5 }, () => burst(Number(ms)).ns) : await profiled();
if (take.isWhole?.() === false) throw new Error('no step was made, or no invariant has seen it');
process.stdout.write(JSON.stringify(figures), () => process.exit(0));

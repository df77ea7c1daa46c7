// In a process of its own: ten thousand peers, each heard from once a second, looked at by the heartbeat, for a while.
import { setInterval } from 'node:timers';
import { asyncScheduler, interval, map, Subject } from 'rxjs';
import { controller, defaultReducers, keepAlive, RingJournal } from '../../../dist/index.js';
import { withPeers } from '../../../dist/testing/index.js';

const [, , shape, count, seconds] = process.argv;
const peers = Array.from({ length: Number(count) }, (_, at) => `in-${at + 1}`);

/** One wheel of 20 slots that turns every 50 ms. */
const wheel = () => {
  const slots = Array.from({ length: 20 }, (_, at) => peers.filter((__, index) => index % 20 === at).map(() => ({ seen: 0 })));
  let turn = 0;
  setInterval(() => {
    const now = Date.now();
    for (const peer of slots[turn++ % 20]) peer.seen = now;
  }, 50);
};

const intervals = () => {
  const seen = peers.map(() => 0);
  peers.forEach((_, at) => interval(1_000).subscribe((value) => (seen[at] = value)));
};

/** What a node does each second with peers that are quiet and well: a tick that looks at all of them. */
const node = () => {
  const event$ = new Subject();
  controller({
    initial: withPeers(Object.fromEntries(peers.map((peer) => [peer, {}]))),
    sources: { peers: event$, heartbeat: interval(1_000).pipe(map(() => ({ type: 'ticked', timer: 'heartbeat' }))) },
    reducers: defaultReducers, policies: { keepAlive: keepAlive({ everyMs: 15_000 }) }, guards: {}, effects: {},
    journal: new RingJournal(), now: () => 0,
  }).subscribe();
};

({ wheel, intervals, node })[shape]();
asyncScheduler.schedule(() => {
  const before = process.cpuUsage();
  asyncScheduler.schedule(() => {
    const { user, system } = process.cpuUsage(before);
    process.stdout.write(JSON.stringify((user + system) / 1_000 / Number(seconds)));
    process.exit(0);
  }, Number(seconds) * 1_000);
}, 2_000);

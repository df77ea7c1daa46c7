// What a node remembers has bounds: a million events from ever new nodes leave it as large as half of them did.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { NEVER, Subject } from 'rxjs';
import { controller } from '../../lib/controller.ts';
import { defaultGuards, defaultPolicies } from '../../lib/defaults.ts';
import { defaultReducers } from '../../lib/defaultReducers.ts';
import { echo } from '../../lib/effects/echo.ts';
import type { Event } from '../../lib/event.ts';
import { initialState } from '../../lib/initialState.ts';
import { RingJournal } from '../../lib/journals/ringJournal.ts';
import {
  accepted, aSelf, closed, connected, greeted, heard, opened, secured, ticked, virtualEnv,
} from '../../lib/testing/index.ts';

const EVENTS = 1_000_000;
/** How often each is heard before it goes: enough lives are left to fill every book and list several times over. */
const HEARD = 18;
/** What two collections of the same heap differ by. */
const NOISE_BYTES = 6 * 1_024 * 1_024;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const heapBytes = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};

/** The whole life of one connection; what is the first one's in it is replaced, since names cost a digest each. */
const LIFE: readonly Event[] = [
  accepted('in-0'), connected('in-0'), secured('in-0'), greeted('in-0'), opened('in-0'),
  ...Array.from({ length: HEARD }, () => heard('in-0', { rttMs: 10 })),
  ticked('heartbeat'), closed('in-0'),
];

const DIGITS = 'abcdefghijklmnopqrstuvwxyz234567';
const nodeOf = (number: number): string =>
  Array.from({ length: 4 }, (_, at) => DIGITS.charAt((number >> (5 * at)) & 31)).join('').padEnd(32, 'a');

/** The same, from a node and an address that were never seen before. */
const lifeOf = (number: number): readonly Event[] => {
  const [peer, node] = [`in-${number}`, nodeOf(number)];
  const host = `198.${18 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
  const own = { peer, node, address: `${host}:5000` };
  return LIFE.map((event) =>
    event.type === 'peer-greeted'
      ? { ...event, peer, hello: { ...event.hello, id: node, boot: `boot${number}`, addresses: [`${host}:7000`] } }
      : event.type === 'ticked' ? event : { ...event, ...own });
};

describe('a node that ran a million events', () => {
  it('is no larger than after half of them', function () {
    this.timeout(120_000);
    const env = virtualEnv();
    const event$ = new Subject<Event>();
    const running = controller({
      initial: initialState(aSelf()),
      sources: { world: event$ },
      reducers: defaultReducers,
      policies: defaultPolicies({}, env),
      guards: defaultGuards(),
      effects: { echo, peers: () => NEVER },
      journal: new RingJournal(),
      now: () => env.scheduler.now(),
    }).subscribe({ error: (error: unknown) => expect.fail(String(error)) });

    const run = (from: number, to: number): number => {
      for (let number = from; number < to; number++) {
        for (const event of lifeOf(number)) event$.next(event);
        env.scheduler.advanceBy(10);
      }
      return heapBytes();
    };
    const lives = EVENTS / LIFE.length;
    const half = run(0, lives / 2);
    const whole = run(lives / 2, lives);
    running.unsubscribe();
    expect(whole - half).to.be.lessThan(NOISE_BYTES);
  });
});

// Gives up a long-standing head now and then, so that a network does not set and a captured node gets a way out.
import { asyncScheduler, defer, map, repeat, timer, type Observable, type SchedulerLike } from 'rxjs';
import { endpointOf } from '../address.ts';
import { close } from '../command.ts';
import { realEnv } from '../env.ts';
import { idleAddresses } from '../idleAddresses.ts';
import type { Decision, Policy } from '../policy.ts';
import { alive, type PeerState, type State } from '../state.ts';
import { whenever } from '../whenever.ts';

export interface Rotate {
  /** Outgoing connections wanted: nobody is given up while there are fewer. */
  readonly target: number;
  /** How often on average, in milliseconds; each wait is up to two fifths shorter or longer. */
  readonly everyMs: number;
  /** How long a connection must have stood, in milliseconds. */
  readonly minAgeMs: number;
}

/** 3 to 7 minutes around 5, as in reth: two nodes that began together do not rotate together. */
const SPREAD = 0.4;

const clock = (everyMs: number, scheduler: SchedulerLike, random: () => number): Observable<unknown> =>
  defer(() => timer(Math.round(everyMs * (1 + SPREAD * (2 * random() - 1))), scheduler)).pipe(
    map(() => undefined),
    repeat(), // a clock: who unsubscribes ends it
  );

const mayGo =
  (state: State, now: number, minAgeMs: number) =>
  ({ direction, phase, openedAt, address }: PeerState): boolean =>
    direction === 'out' &&
    phase === 'alive' &&
    now - (openedAt ?? now) >= minAgeMs &&
    state.addresses.get(endpointOf(address))?.pinned !== true;

const byName = (a: PeerState, b: PeerState): number => (a.peer < b.peer ? -1 : 1);

/**
 * Closes one outgoing connection every so often, by chance among those that have stood for `minAgeMs`, when all slots
 * are taken and an address is idle that could take its place. Whom the operator named by its id stays.
 *
 * reth drops one of its peers with ten minutes' standing every 3 to 7 minutes.
 *
 * @example rotate({ target: 8, everyMs: 300_000, minAgeMs: 600_000 }, env.scheduler, env.random)
 */
export const rotate = (
  { target, everyMs, minAgeMs }: Rotate,
  scheduler: SchedulerLike = asyncScheduler,
  random: () => number = realEnv.random,
): Policy =>
  whenever(clock(everyMs, scheduler, random), ({ state, now }): readonly Decision[] => {
    if (state.lifecycle !== 'running' || alive(state, 'out') < target) return [];
    const candidates = idleAddresses(state, now).length;
    const old = [...state.peers.values()].filter(mayGo(state, now, minAgeMs)).sort(byName);
    const chosen = old[Math.floor(random() * old.length)];
    if (chosen === undefined || candidates === 0) return [];
    const command = close(chosen.peer, 'evicted', { detail: 'rotated' });
    return [{ command, inputs: { old: old.length, candidates, minAgeMs } }];
  });

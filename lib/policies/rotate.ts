// Gives up a long-standing head now and then, so that a network does not set and a captured node gets a way out.
import { asyncScheduler, defer, map, repeat, timer, type Observable, type SchedulerLike } from 'rxjs';
import { endpointOf } from '../address.ts';
import { close } from '../command.ts';
import { realEnv } from '../env.ts';
import { idleAddresses } from '../idleAddresses.ts';
import type { Decision, Policy } from '../policy.ts';
import { ringSuccessors } from '../ring.ts';
import { alive, type PeerState, type State } from '../state.ts';
import { firstNews } from '../firstNews.ts';
import { whenever } from '../whenever.ts';

export interface Rotate {
  /** Outgoing connections wanted: nobody is given up while there are fewer. */
  readonly target: number;
  /** How often on average, in milliseconds; each wait is up to two fifths shorter or longer. */
  readonly everyMs: number;
  /** How long a connection must have stood, in milliseconds. */
  readonly minAgeMs: number;
  /** How many rings have their slots, and how many of the oldest others are kept; none unless told. */
  readonly spares?: { readonly ring: number; readonly anchors: number };
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
  ({ openedAt, address }: PeerState): boolean =>
    now - (openedAt ?? now) >= minAgeMs &&
    state.addresses.get(endpointOf(address))?.pinned !== true;

const byName = (a: PeerState, b: PeerState): number => (a.peer < b.peer ? -1 : 1);

const byAge = (a: PeerState, b: PeerState): number => (a.openedAt ?? 0) - (b.openedAt ?? 0) || byName(a, b);

/** Those that fill neither a slot of a ring nor one of an anchor. */
const replaceable = (
  state: State, now: number, { ring, anchors }: NonNullable<Rotate['spares']>,
): readonly PeerState[] => {
  const rings = ringSuccessors(state, now).slice(0, ring);
  return [...state.peers.values()]
    .filter(({ direction, phase, node }) => direction === 'out' && phase === 'alive' && !rings.includes(node))
    .sort(byAge)
    .slice(anchors);
};

/** Those that have been the first to tell of least; all of them where none was more use than the others. */
const leastUseful = (state: State, peers: readonly PeerState[]): readonly PeerState[] => {
  const news = firstNews(state);
  const least = Math.min(...peers.map(({ peer }) => news.get(peer) ?? 0));
  return peers.filter(({ peer }) => (news.get(peer) ?? 0) === least);
};

/**
 * Closes one outgoing connection every so often, when all slots are taken and an address is idle that could take its
 * place: of those that have stood for `minAgeMs` the one by which least of the map has come first; by chance where they
 * are alike. Whom the operator named by its id stays, and so do who has a ring's slot and the oldest of the others.
 *
 * reth drops one of its peers with ten minutes' standing every 3 to 7 minutes.
 *
 * @example rotate({ target: 8, everyMs: 300_000, minAgeMs: 600_000 }, env.scheduler, env.random)
 */
export const rotate = (
  { target, everyMs, minAgeMs, spares = { ring: 0, anchors: 0 } }: Rotate,
  scheduler: SchedulerLike = asyncScheduler,
  random: () => number = realEnv.random,
): Policy =>
  whenever(clock(everyMs, scheduler, random), ({ state, now }): readonly Decision[] => {
    if (state.lifecycle !== 'running' || alive(state, 'out') < target) return [];
    const candidates = idleAddresses(state, now).length;
    const old = replaceable(state, now, spares).filter(mayGo(state, now, minAgeMs));
    const worst = [...leastUseful(state, old)].sort(byName);
    const chosen = worst[Math.floor(random() * worst.length)];
    if (chosen === undefined || candidates === 0) return [];
    const command = close(chosen.peer, 'evicted', { detail: 'rotated' });
    return [{ command, inputs: { old: old.length, candidates, minAgeMs } }];
  });

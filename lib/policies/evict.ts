// Makes room for newcomers among the incoming connections: protects those that no attacker could easily replace, and
// lets go of the youngest of the largest group among the rest.
import { createHash } from 'node:crypto';
import { defer } from 'rxjs';
import { hostOf } from '../address.ts';
import { close } from '../command.ts';
import { realEnv } from '../env.ts';
import type { EventOf, PeerId } from '../event.ts';
import { groupOf } from '../group.ts';
import { firstNews } from '../firstNews.ts';
import { goodbyeFor } from '../guard.ts';
import type { NodeId } from '../nodeId.ts';
import { issue, on, type Decision, type Policy } from '../policy.ts';
import { ringsBefore } from '../ring.ts';
import { alive, type PeerState, type State } from '../state.ts';
import type { Step } from '../step.ts';

export interface Evict {
  /** The limit of `maxIncoming`, and how many slots of it to keep free for whoever comes next. */
  readonly incomingMax: number;
  readonly reserve: number;
  /** How many to protect by what an attacker could not easily have; 8 of each unless told, and none of what is left out. */
  readonly protect?: Protection;
}

export interface Protection {
  /** Address groups, by an order that only this node knows. */
  readonly byGroup?: number;
  /** The shortest round trips. */
  readonly byRtt?: number;
  /** Who has been the first to tell of most of the map. */
  readonly byNews?: number;
  /** The longest-standing. */
  readonly byAge?: number;
  /** Those that this node follows on a ring. */
  readonly byRing?: number;
}

const PROTECT: Protection = { byGroup: 8, byRtt: 8, byNews: 8, byAge: 8, byRing: 8 };

/** Whoever had to go comes back to the same want of slots: without this, those who are let go push out each other. */
const BACK_IN_MS = 60_000;

type Order = (a: PeerState, b: PeerState) => number;

/** Private addresses and names are in no group: each host is then its own. */
const groupFor = ({ address }: PeerState): string => groupOf(address) ?? hostOf(address);

const byName: Order = (a, b) => (a.peer < b.peer ? -1 : 1);

/** The smallest number first; who has none comes last. */
const by = (measure: (peer: PeerState) => number | undefined): Order => (a, b) => {
  const [one, other] = [measure(a) ?? Number.MAX_VALUE, measure(b) ?? Number.MAX_VALUE];
  return one - other || byName(a, b);
};

/** Nobody outside knows the key, so nobody knows which groups are protected, and which to get an address in. */
const byKeyedGroup = (key: string): Order =>
  by((peer) => createHash('sha256').update(`${key}/${groupFor(peer)}`).digest().readUInt32BE());

const byAge = by(({ openedAt }) => openedAt);

const withoutFirst = (peers: readonly PeerState[], count: number, order: Order): readonly PeerState[] =>
  [...peers].sort(order).slice(count);

/** Whom the operator named by its id is never asked to leave. */
const pinnedNodes = (state: State): ReadonlySet<NodeId | undefined> =>
  new Set([...state.addresses.values()].filter(({ pinned }) => pinned === true).map(({ node }) => node));

const candidates = (state: State, newcomer: PeerId): readonly PeerState[] => {
  const incoming = [...state.peers.values()].filter(
    ({ peer, direction, phase }) => direction === 'in' && phase === 'alive' && peer !== newcomer,
  );
  const pinned = pinnedNodes(state);
  return incoming.filter(({ node }) => node === undefined || !pinned.has(node));
};

/** Those who are left when all are protected that an attacker could not easily be: the oldest half of the rest too. */
const unprotected = (
  { state, now }: Step,
  peers: readonly PeerState[],
  key: string,
  { byGroup = 0, byRtt = 0, byNews = 0, byAge: oldest = 0, byRing = 0 }: Protection,
): readonly PeerState[] => {
  const news = byNews === 0 ? new Map<PeerId, number>() : firstNews(state);
  const orders: readonly (readonly [number, Order])[] = [
    [byGroup, byKeyedGroup(key)], [byRtt, by(({ rttMs }) => rttMs)],
    [byNews, by(({ peer }) => -(news.get(peer) ?? 0))], [oldest, byAge],
  ];
  const isBefore = ({ node }: PeerState): boolean => node !== undefined && ringsBefore(state, node, now).length > 0;
  const before = byRing === 0 ? [] : peers.filter(isBefore);
  const onRing = new Set([...before].sort(byAge).slice(0, byRing));
  const others: readonly PeerState[] = peers.filter((peer) => !onRing.has(peer));
  const rest = orders.reduce((left, [count, order]) => withoutFirst(left, count, order), others);
  return withoutFirst(rest, Math.floor(rest.length / 2), byAge);
};

interface Victim {
  readonly victim: PeerState;
  readonly ofGroup: number;
}

/** The youngest of the largest group; of two as large, of the one whose youngest is younger. */
const victimAmong = (peers: readonly PeerState[]): Victim | undefined => {
  const groups = new Map<string, readonly PeerState[]>();
  for (const peer of [...peers].sort(byAge)) groups.set(groupFor(peer), [...(groups.get(groupFor(peer)) ?? []), peer]);
  const [largest] = [...groups.values()]
    .map((members) => ({ victim: members.at(-1), ofGroup: members.length }))
    .sort((a, b) => b.ofGroup - a.ofGroup || (b.victim?.openedAt ?? 0) - (a.victim?.openedAt ?? 0));
  return largest?.victim === undefined ? undefined : { victim: largest.victim, ofGroup: largest.ofGroup };
};

/** Somebody has come in, or had to be turned away at the door. */
const newcomerIn = ({ event }: Step<EventOf<'peer-opened' | 'command-refused'>>): PeerId | undefined => {
  if (event.type === 'peer-opened') return event.direction === 'in' ? event.peer : undefined;
  return event.command.type === 'accept' && goodbyeFor(event.reason) === 'full' ? event.command.peer : undefined;
};

/**
 * When more than `incomingMax - reserve` incoming connections are alive, closes one, so that the next to knock finds a
 * slot: a node that is merely full can be kept full by whoever came first. Acts as one opens, and as one is
 * turned away because all is full.
 *
 * Of those alive, the newcomer and nodes that the operator named are out of the question. Protected are then `byRing` of
 * those that this node follows on a ring, `byGroup` by a keyed order of their address groups, `byRtt` with the shortest
 * round trips, `byNews` who have been the first to tell of most of the map, `byAge` who have stood longest, and of the
 * rest the older half. Of what is left, the youngest of the largest group goes. When nobody is left, nobody goes.
 *
 * Bitcoin Core, `SelectNodeToEvict` in src/node/eviction.cpp, without what it protects for blocks and transactions.
 *
 * @param random drawn once, for the key
 * @example evict({ incomingMax: 64, reserve: 4 })
 */
export const evict =
  ({ incomingMax, reserve, protect = PROTECT }: Evict, random: () => number = realEnv.random): Policy =>
  (step$) =>
    defer(() => {
      const key = random().toString();
      return step$.pipe(
        on('peer-opened', 'command-refused'),
        issue((step): readonly Decision[] => {
          const { state } = step;
          const newcomer = newcomerIn(step);
          const incoming = alive(state, 'in');
          const isFull = incoming > incomingMax - reserve;
          if (newcomer === undefined || !isFull || state.lifecycle !== 'running') return [];
          const asked = candidates(state, newcomer);
          const left = unprotected(step, asked, key, protect);
          const found = victimAmong(left);
          if (found === undefined) return [];
          const detail = `${incoming} incoming, of ${incomingMax} ${reserve} are kept free`;
          const spared = asked.length - left.length;
          return [{
            command: close(found.victim.peer, 'evicted', { detail, retryAfterMs: BACK_IN_MS }),
            inputs: { incoming, incomingMax, reserve, protected: spared, ofGroup: found.ofGroup },
          }];
        }),
      );
    });

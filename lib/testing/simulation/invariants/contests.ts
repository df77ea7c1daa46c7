// Which of two connections of one node stays: the older one, for as long as it answers. Of I1.
import type { Event, PeerId } from '../../../event.ts';
import { peersOf, type PeerState, type State } from '../../../state.ts';
import { CONTEST_MS, GRACE_MS, TICK_MS } from './promised.ts';
import type { Check, Rule } from './rule.ts';

/** Why a connection is on its way out, when this event says so. */
const ending = (event: Event): { readonly peer: PeerId; readonly reason: string } | undefined =>
  event.type === 'peer-closing' ? event : undefined;

/** The newest of the same node and direction that was let in instead, or is about to be. */
const heir = (state: State, { peer, node, direction }: PeerState): PeerState | undefined =>
  node === undefined ? undefined : peersOf(state, node)
    .filter((other) => other.peer !== peer && other.direction === direction)
    .findLast(({ phase }) => phase === 'greeted' || phase === 'alive');

export const supersededRightly: Rule = {
  name: 'I1 only another boot of a node takes over at once',
  make: () => ({ event, state }) => {
    const end = ending(event);
    const old = end?.reason === 'superseded' ? state.peers.get(end.peer) : undefined;
    const next = old && heir(state, old);
    return next?.boot !== undefined && next.boot === old?.boot && { old: old.peer, next: next.peer, boot: next.boot };
  },
};

interface Contest {
  readonly since: number;
  readonly goneSince?: number;
}

/** When each contest was first seen, and when first without the connection that it is about. */
class Contests {
  #seen = new Map<PeerId, Contest>();

  check(state: State, now: number, lateMs: number): ReturnType<Check> {
    const seen = new Map<PeerId, Contest>();
    for (const { peer, phase, contests } of state.peers.values()) {
      if (phase !== 'greeted' || contests === undefined) continue;
      const { since, goneSince }: Contest = this.#seen.get(peer) ?? { since: now };
      const isThere = state.peers.has(contests.peer);
      const gone = isThere ? undefined : goneSince ?? now;
      seen.set(peer, { since, ...(gone === undefined ? {} : { goneSince: gone }) });
      const [tookMs, idleMs] = [now - since, gone === undefined ? 0 : now - gone];
      if (tookMs > CONTEST_MS + GRACE_MS + lateMs) return { peer, contests: contests.peer, tookMs };
      if (idleMs >= TICK_MS + lateMs) return { peer, waitsFor: contests.peer, whichIsGoneForMs: idleMs };
    }
    this.#seen = seen;
    return false;
  }
}

export const contestsSettle: Rule = {
  name: 'I1 a contest of two connections is settled in time',
  make: ({ skippedMs, lateMs }) => {
    const contests = new Contests();
    return ({ event, state, now }) =>
      event.type === 'ticked' && event.timer === 'heartbeat' && contests.check(state, now - skippedMs(), lateMs());
  },
};

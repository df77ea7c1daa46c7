// The life of a connection, as the steps tell it: I4.
import type { Event, PeerId, Phase } from '../../../event.ts';
import type { Step } from '../../../step.ts';
import { GRACE_MS, LAST_ANSWERS_MS, PHASE_MS } from './promised.ts';
import type { Check, Rule } from './rule.ts';

const RANK: Readonly<Record<Phase, number>> = {
  dialling: 0, accepted: 0, securing: 1, greeting: 2, greeted: 3, alive: 4, closing: 5, closed: 6,
};

/** What a connection tells of itself; what was said over it may be looked at when it is gone. */
const OWN: ReadonlySet<Event['type']> = new Set<Event['type']>([
  'connection-accepted', 'dial-started', 'peer-connected', 'peer-secured', 'peer-greeted', 'peer-opened',
  'peer-closing', 'peer-closed',
]);

interface Seen {
  readonly phase: Phase;
  readonly since: number;
  /** How long it may take beside what its phase may. */
  readonly moreMs: number;
}

/** A goodbye may be late by what is still being answered, where the node stops, and only there. */
const moreMsOf = (event: Event): number =>
  event.type === 'peer-closing' && event.reason === 'stopping' ? LAST_ANSWERS_MS : 0;

/** Where each connection is, and since when. */
class Lives {
  readonly #seen = new Map<PeerId, Seen>();

  check({ event, state }: Step, now: number): ReturnType<Check> {
    if (!OWN.has(event.type) || !('peer' in event)) return false;
    const { peer } = event;
    const before = this.#seen.get(peer);
    const after = event.type === 'peer-closed' ? 'closed' : state.peers.get(peer)?.phase;
    if (after === undefined) return { peer, event: event.type, found: 'an event of a connection that is not known' };
    if (after === 'closed') {
      this.#seen.delete(peer);
      if (state.peers.has(peer)) return { peer, found: 'closed, and still in the state' };
      return before === undefined && { peer, found: 'closed, and never begun or closed twice' };
    }
    if (before === undefined) {
      this.#seen.set(peer, { phase: after, since: now, moreMs: moreMsOf(event) });
      return RANK[after] > 0 && { peer, found: `begins as ${after}` };
    }
    if (before.phase === after) return false;
    this.#seen.set(peer, { phase: after, since: now, moreMs: moreMsOf(event) });
    return RANK[after] <= RANK[before.phase] && { peer, found: `${before.phase} became ${after}` };
  }

  late(now: number, lateMs: number): ReturnType<Check> {
    for (const [peer, { phase, since, moreMs }] of this.#seen) {
      const shortMs = PHASE_MS[phase];
      if (shortMs === undefined) continue;
      const [tookMs, limitMs] = [now - since, shortMs + moreMs];
      if (tookMs > limitMs + GRACE_MS + lateMs) return { peer, phase, tookMs, limitMs };
    }
    return false;
  }
}

export const phasesAdvance: Rule = {
  name: 'I4 phases only advance, to one end',
  make: () => {
    const lives = new Lives();
    return (step) => lives.check(step, step.now);
  },
};

export const phasesEnd: Rule = {
  name: 'I4 each phase ends by its deadline',
  make: ({ lateMs, skippedMs }) => {
    const lives = new Lives();
    return (step) => {
      const passed = step.now - skippedMs();
      lives.check(step, passed);
      return step.event.type === 'ticked' && step.event.timer === 'heartbeat' && lives.late(passed, lateMs());
    };
  },
};

/** What comes over a connection that was not let in yet, or is on its way out, is nobody's sign of life. */
export const heardAlive: Rule = {
  name: 'I4 only who is alive is heard',
  make: () => ({ event, state }) => {
    if (event.type !== 'peer-heard') return false;
    const phase = state.peers.get(event.peer)?.phase;
    return phase !== 'alive' && { peer: event.peer, phase: phase ?? 'unknown' };
  },
};

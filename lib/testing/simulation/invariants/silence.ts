// Who falls silent is given up, and nobody else is for it. Of I1.
import type { PeerId } from '../../../event.ts';
import type { State } from '../../../state.ts';
import { SILENCE_MS, TICK_MS } from './promised.ts';
import type { Check, Rule } from './rule.ts';

/** `heardAt` moves in steps of a second, and whoever is due is looked at once a second. */
const COARSE_MS = 3 * TICK_MS;

interface Heard {
  readonly heardAt: number;
  readonly at: number;
}

/** Since when each connection has not been heard, in time that has passed. */
class Quiet {
  #since = new Map<PeerId, Heard>();

  check(state: State, passed: number, lateMs: number): ReturnType<Check> {
    const since = new Map<PeerId, Heard>();
    for (const { peer, phase, heardAt } of state.peers.values()) {
      if (phase !== 'alive') continue;
      const before = this.#since.get(peer);
      const known = before?.heardAt === heardAt ? before : { heardAt, at: passed };
      since.set(peer, known);
      const quietMs = passed - known.at;
      if (quietMs > SILENCE_MS + COARSE_MS + lateMs) return { peer, quietMs };
    }
    this.#since = since;
    return false;
  }
}

export const silentGivenUp: Rule = {
  name: 'I1 whoever falls silent is given up',
  make: ({ hasDefaultPolicies, skippedMs, lateMs }) => {
    const quiet = new Quiet();
    return ({ event, state, now }) => hasDefaultPolicies && event.type === 'ticked' && event.timer === 'heartbeat' &&
      quiet.check(state, now - skippedMs(), lateMs());
  },
};

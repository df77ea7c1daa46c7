// Ends the connections that answer too slowly to be of use, in either direction.
import { pipe } from 'rxjs';
import { close } from '../command.ts';
import type { PeerId } from '../event.ts';
import { on, type Decision, type Policy } from '../policy.ts';
import { remember } from '../remember.ts';
import type { PeerState } from '../state.ts';

export interface SlowOut {
  /** The longest smoothed round trip, in milliseconds. */
  readonly rttMs: number;
  /** For how long it may be longer, in milliseconds: a link that is busy for a moment is not slow. */
  readonly forMs: number;
}

const verdict = (peer: PeerState, slowMs: number, { rttMs, forMs }: SlowOut): Decision => {
  const measured = peer.rttMs ?? 0;
  const detail = `a round trip takes ${Math.round(measured)} ms, limit ${rttMs} ms for ${forMs} ms`;
  const inputs = { rttMs: measured, limitMs: rttMs, slowMs, forMs };
  return { command: close(peer.peer, 'evicted', { detail }), inputs };
};

/**
 * On ticks of `heartbeat`, closes each connection whose smoothed round trip has been longer than `rttMs` at every tick
 * for `forMs`. Who has not been measured is not slow.
 *
 * @example slowOut({ rttMs: 2_000, forMs: 60_000 })
 */
export const slowOut = (limits: SlowOut): Policy =>
  pipe(
    on('ticked'),
    // What is remembered is made anew at every tick of who is slow then: it holds nobody who is gone.
    remember(new Map<PeerId, number>(), (since, { event, state, now }) => {
      if (event.timer !== 'heartbeat') return [since, []];
      const slow = [...state.peers.values()].filter(
        ({ phase, rttMs }) => phase === 'alive' && rttMs !== undefined && rttMs > limits.rttMs,
      );
      const still = new Map(slow.map(({ peer }) => [peer, since.get(peer) ?? now]));
      const slowMs = ({ peer }: PeerState): number => now - (still.get(peer) ?? now);
      const over = slow.filter((peer) => slowMs(peer) >= limits.forMs);
      return [still, over.map((peer) => verdict(peer, slowMs(peer), limits))];
    }),
  );

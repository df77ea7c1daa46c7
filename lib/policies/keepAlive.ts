// Asks who has been quiet for a sign of life, and ends the connection when none comes.
import { defer, filter, merge } from 'rxjs';
import { close, ping } from '../command.ts';
import { issue, on, type Decision, type Policy } from '../policy.ts';
import type { PeerState } from '../state.ts';

/** A busy event loop and a lost packet that TCP sends again after a second or two are not yet a dead peer. */
const PATIENCE_MS_MIN = 5_000;

/** A round trip of 30 s is no connection any more; so long is also given to whoever has not been measured yet. */
const PATIENCE_MS_MAX = 30_000;

export interface KeepAlive {
  /** How long a peer may be quiet before it is asked; in milliseconds. */
  readonly everyMs: number;
  /** Bounds of how long its answer may take; in milliseconds. */
  readonly patienceMin?: number;
  readonly patienceMax?: number;
}

/** The retransmission time-out of RFC 6298, section 2.3: the smoothed round trip and four times its variation. */
const patienceMs = ({ rttMs, rttVarMs }: PeerState, min: number, max: number): number =>
  rttMs === undefined || rttVarMs === undefined ? max : Math.min(max, Math.max(min, rttMs + 4 * rttVarMs));

/**
 * Pings every peer as it opens, so that its round trip is known from the start. On every tick of `heartbeat`: pings
 * whoever has been quiet for `everyMs`, once for each time it falls quiet, and closes with `timed-out` whoever then
 * stays quiet for its patience. Nobody is closed on the tick that would have been its first ping: after the process
 * itself was held up, what the peers said may lie unread.
 *
 * `heardAt` moves in steps of a second, so a peer may be asked up to a second early.
 *
 * @example keepAlive({ everyMs: 15_000 })
 */
export const keepAlive =
  ({ everyMs, patienceMin = PATIENCE_MS_MIN, patienceMax = PATIENCE_MS_MAX }: KeepAlive): Policy =>
  (step$) =>
    defer(() => {
      let before = -Infinity; // when the tick before this one was

      const judged = (peer: PeerState, now: number, last: number): readonly Decision[] => {
        const quietMs = now - peer.heardAt;
        if (peer.phase !== 'alive' || quietMs < everyMs) return [];
        const limitMs = everyMs + patienceMs(peer, patienceMin, patienceMax);
        const inputs = { quietMs, everyMs, limitMs };
        const wasAsked = last - peer.heardAt >= everyMs;
        if (!wasAsked) return [{ command: ping(peer.peer), inputs }];
        if (quietMs < limitMs) return [];
        const detail = `quiet for ${quietMs} ms, limit ${Math.round(limitMs)} ms`;
        return [{ command: close(peer.peer, 'timed-out', { detail }), inputs }];
      };

      const first$ = step$.pipe(on('peer-opened'), issue(({ event }) => [ping(event.peer)]));
      const later$ = step$.pipe(
        on('ticked'),
        filter(({ event }) => event.timer === 'heartbeat'),
        issue(({ state, now }) => {
          const last = before;
          before = now;
          return [...state.peers.values()].flatMap((peer) => judged(peer, now, last));
        }),
      );
      return merge(first$, later$);
    });

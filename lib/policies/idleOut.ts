// Ends the connections that we dialled and have no use for.
import { defer } from 'rxjs';
import { close } from '../command.ts';
import type { EventOf, PeerId } from '../event.ts';
import { never } from '../never.ts';
import { issue, on, type Decision, type Policy } from '../policy.ts';
import type { PeerState, State } from '../state.ts';
import type { Step } from '../step.ts';

/** What a connection was used for so far; gone with it, so there are as many of these as connections. */
interface Use {
  /** Requests that were our own business: all, less those for addresses. */
  readonly requests: number;
  readonly at: number;
}

type Watched = Step<EventOf<'ticked' | 'addresses-learnt' | 'addresses-missed' | 'peer-closed'>>;

class Uses {
  readonly #uses = new Map<PeerId, Use>();
  /** How often each was asked for addresses: those requests are the node's, not the application's. */
  readonly #asked = new Map<PeerId, number>();
  readonly #afterMs: number;

  constructor(afterMs: number) {
    this.#afterMs = afterMs;
  }

  asked(state: State, peer: string): void {
    if (state.peers.has(peer)) this.#asked.set(peer, (this.#asked.get(peer) ?? 0) + 1);
  }

  forget(peer: PeerId): void {
    this.#uses.delete(peer);
    this.#asked.delete(peer);
  }

  judged({ peer, traffic, openedAt = 0 }: PeerState, now: number): readonly Decision[] {
    const requests = traffic.requests - (this.#asked.get(peer) ?? 0);
    const last = this.#uses.get(peer) ?? { requests: 0, at: openedAt };
    // An answer may be counted before the request is told of, so only more than ever before is use.
    const use = requests > last.requests ? { requests, at: now } : last;
    this.#uses.set(peer, use);
    const idleMs = now - use.at;
    if (idleMs < this.#afterMs) return [];
    const detail = `not used for ${idleMs} ms, limit ${this.#afterMs} ms`;
    return [{ command: close(peer, 'idle', { detail }), inputs: { idleMs, afterMs: this.#afterMs, requests } }];
  }
}

/**
 * On ticks of `idle`, closes each outgoing connection that has carried no request of ours for `afterMs`. Requests for
 * addresses are the node's own routine and do not count; the first request after one may be taken for it. What came in
 * is left alone: its tail knows what it keeps it for.
 *
 * Goes with `demand`, which dials who is asked for; beside `dialIdle` the slots would be filled again. Moleculer's TCP
 * transporter closes its least recently used sockets likewise.
 *
 * @param limits `afterMs`: milliseconds
 * @example idleOut({ afterMs: 600_000 })
 */
export const idleOut =
  ({ afterMs }: { readonly afterMs: number }): Policy =>
  (step$) =>
    defer(() => {
      const uses = new Uses(afterMs);

      const decide = ({ event, state, now }: Watched): readonly Decision[] => {
        switch (event.type) {
          case 'ticked':
            if (event.timer !== 'idle') return [];
            return [...state.peers.values()]
              .filter(({ direction, phase }) => direction === 'out' && phase === 'alive')
              .flatMap((peer) => uses.judged(peer, now));
          case 'addresses-learnt':
          case 'addresses-missed':
            uses.asked(state, event.from);
            return [];
          case 'peer-closed':
            uses.forget(event.peer);
            return [];
          default:
            return never(event);
        }
      };

      return step$.pipe(on('ticked', 'addresses-learnt', 'addresses-missed', 'peer-closed'), issue(decide));
    });

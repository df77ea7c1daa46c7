// Leaves an address alone whose connections come and go, the longer the more often they do.
import { defer } from 'rxjs';
import { endpointOf } from '../address.ts';
import { defer as putOff } from '../command.ts';
import { issue, on, type Decision, type Policy } from '../policy.ts';
import { Scores } from '../scores.ts';

export interface DampFlapping {
  /** After so many milliseconds without a flap, half of the penalty is forgotten. */
  readonly halfLifeMs: number;
  /** The penalty above which an address is left alone, where a flap counts 1; 3 unless told. */
  readonly suppress?: number;
  /** The penalty at which it may be dialled again; 1 unless told. */
  readonly reuse?: number;
  /** The longest time to leave it alone, in milliseconds; 4 half-lives unless told. */
  readonly maxMs?: number;
}

/** Three falls within a half-life are a habit. RFC 2439, section 4.2, has a cut-off of some two to three flaps. */
const SUPPRESS = 3;
const REUSE = 1;
/** As in RFC 2439, figure 3: an hour for a half-life of a quarter of one. */
const MAX_HALF_LIVES = 4;

/** Remotes tell us of addresses, but we choose which to dial: so many have not flapped within any half-life. */
const ENDPOINTS_MAX = 4_096;

/**
 * Counts each connection that we dialled, that was alive, and that broke or that the remote ended: a flap. When an
 * address has flapped more than `suppress` times, less what time has forgotten, it is put off until the penalty is
 * down to `reuse`. `redial` forgives whoever stood for 15 s; this does not, so a node that falls over every minute is
 * not dialled every minute for ever. Put it after `redial` in the list: the later `defer` holds.
 *
 * RFC 2439, "BGP Route Flap Damping", with the parameters of its section 4.2.
 *
 * @example dampFlapping({ halfLifeMs: 900_000 })
 */
export const dampFlapping =
  ({ halfLifeMs, suppress = SUPPRESS, reuse = REUSE, maxMs = MAX_HALF_LIVES * halfLifeMs }: DampFlapping): Policy =>
  (step$) =>
    defer(() => {
      const penalties = new Scores({ halfLifeMs, keysMax: ENDPOINTS_MAX });
      return step$.pipe(
        on('peer-closed'),
        issue(({ event, state, now }): readonly Decision[] => {
          const isFlap = event.direction === 'out' && event.phase === 'alive' && event.endedBy !== 'local';
          if (!isFlap || state.lifecycle !== 'running') return [];
          const endpoint = endpointOf(event.address);
          const penalty = penalties.add(endpoint, 1, now);
          if (penalty <= suppress) return [];
          const forMs = Math.min(maxMs, Math.round(halfLifeMs * Math.log2(penalty / reuse)));
          const known = state.addresses.get(endpoint);
          if (known === undefined || known.nextAttemptAt >= now + forMs) return [];
          const error = `flapping: penalty ${penalty.toFixed(1)}, limit ${suppress}`;
          const command = putOff(endpoint, { forMs, attempts: known.attempts, error });
          return [{ command, inputs: { penalty, suppress, reuse, halfLifeMs } }];
        }),
      );
    });

// Trades the slowest head for another, as long as it is much slower than the rest.
import { filter, pipe } from 'rxjs';
import { close, type Command } from '../command.ts';
import { idleAddresses } from '../idleAddresses.ts';
import { on, type Decision, type Policy } from '../policy.ts';
import { remember } from '../remember.ts';
import { alive, type PeerState, type State } from '../state.ts';

export interface LowLatency {
  /** Outgoing connections wanted: nobody is given up while there are fewer. */
  readonly target: number;
  /** How often one may be traded, and how long it must have stood, in milliseconds: so that measurements can settle. */
  readonly everyMs: number;
  readonly minAgeMs: number;
  /** How many times the median of the others its round trip must take; 2 unless told. */
  readonly factor?: number;
  /** Round trips up to this are good enough whatever the others take; 50 ms unless told. */
  readonly goodMs?: number;
}

/** Below that nobody notices, and the measurement is half noise. */
const GOOD_MS = 50;
/** Twice the median is no noise any more; a trade that gains less would be undone by the next measurement. */
const FACTOR = 2;

type Measured = PeerState & { readonly rttMs: number };

const isMeasured = (peer: PeerState): peer is Measured =>
  peer.direction === 'out' && peer.phase === 'alive' && peer.rttMs !== undefined;

const byRtt = (a: Measured, b: Measured): number => a.rttMs - b.rttMs || (a.peer < b.peer ? -1 : 1);

const median = (sorted: readonly Measured[]): number => sorted[sorted.length >> 1]?.rttMs ?? 0;

/** The slowest, when it is slow enough. */
const outlier = (state: State, now: number, limits: LowLatency): Decision | undefined => {
  const { minAgeMs, factor = FACTOR, goodMs = GOOD_MS } = limits;
  const sorted = [...state.peers.values()].filter(isMeasured).sort(byRtt);
  const slowest = sorted.pop();
  if (slowest === undefined || sorted.length === 0) return undefined;
  const limitMs = Math.max(goodMs, factor * median(sorted));
  if (slowest.rttMs <= limitMs || now - (slowest.openedAt ?? now) < minAgeMs) return undefined;
  const candidates = idleAddresses(state, now).length;
  if (candidates === 0) return undefined;
  const detail = `a round trip takes ${Math.round(slowest.rttMs)} ms, limit ${Math.round(limitMs)} ms`;
  const command = close(slowest.peer, 'evicted', { detail });
  return { command, inputs: { rttMs: slowest.rttMs, limitMs, others: sorted.length, candidates } };
};

/**
 * On ticks of `idle`, at most once in `everyMs`: closes the outgoing connection with the longest smoothed round trip,
 * when it takes more than `factor` times the median of the others, all slots are taken and an idle address could take
 * its place. `dialIdle` then fills the slot, and `redial` keeps the slow one away for its longest wait; so the same two
 * do not trade places for ever.
 *
 * @example lowLatency({ target: 8, everyMs: 300_000, minAgeMs: 60_000 })
 */
export const lowLatency = (limits: LowLatency): Policy =>
  pipe(
    on('ticked'),
    filter(({ event }) => event.timer === 'idle'),
    remember(-Infinity, (tradedAt, { state, now }): readonly [number, readonly (Command | Decision)[]] => {
      const isDue = now - tradedAt >= limits.everyMs && state.lifecycle === 'running';
      if (!isDue || alive(state, 'out') < limits.target) return [tradedAt, []];
      const decision = outlier(state, now, limits);
      return decision === undefined ? [tradedAt, []] : [now, [decision]];
    }),
  );

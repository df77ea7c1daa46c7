// Runs a policy on trial beside the one that it may replace: on the same steps, with the same chance, without a say.
import debug from 'debug';
import { defer, filter, finalize, ignoreElements, merge, tap } from 'rxjs';
import type { Env } from './env.ts';
import { on, type Policy } from './policy.ts';
import { Comparison, type ComparisonReport, type PolicyDifference } from './recording/comparison.ts';
import { PairedChance } from './recording/pairedChance.ts';
import { sideBySide } from './recording/sideBySide.ts';

/** For operators: every difference as it is found, and the counts with every status report. */
const log = debug('millrace:shadow');

/** How a policy is made with time and chance. */
export type MakePolicy = (env: Env) => Policy;

export interface TwoMakers {
  /** Whose commands go out. */
  readonly live: MakePolicy;
  readonly candidate: MakePolicy;
}

export interface ShadowOptions {
  /** The node's: what `policies` was called with, so that a recording of the node has all of it. */
  readonly env: Env;
  /** What differences are shown under; `shadow` unless told. */
  readonly name?: string;
  /** What is counted and kept; one of its own unless told. */
  readonly comparison?: Comparison;
  /** Of the chance that only the candidate asks for; 1 unless told. */
  readonly seed?: number;
}

/** What only the candidate asks for follows from this, the same here and in a replay. */
export const SHADOW_SEED = 1;

const logged = (name: string, { same, onlyLive, onlyCandidate, failed }: ComparisonReport): void => {
  const end = failed === undefined ? '' : `; the candidate has failed: ${failed}`;
  log('%s: %d the same, %d only live, %d only of the candidate%s', name, same, onlyLive, onlyCandidate, end);
};

const loggedDifference = ({ by, side, at, command }: PolicyDifference): void =>
  log('%s: only %s, at %d: %s', by, side === 'live' ? 'live' : 'the candidate', at, JSON.stringify(command));

/**
 * A policy that does what `live` does, and counts where `candidate` would have done otherwise. A command counts as the
 * same when the other one gives it within the comparison's tolerance, a second unless told.
 *
 * - The candidate draws what the live policy drew on the same step, and beyond that from a seeded generator; never from
 *   the node's own source. Its timers run on the node's scheduler.
 * - From the first difference on the world would have gone another way with the candidate: what is counted after it
 *   says that the two differ, no longer by how much.
 * - A candidate that throws is out, which the report and the log say; the live policy goes on.
 * - `DEBUG=millrace:shadow` shows the differences, and the counts every minute.
 *
 * @example
 * export const policies = (env: Env) => ({
 *   redial: shadow(
 *     { live: (env) => redial(now, env.random), candidate: (env) => redial(sooner, env.random) },
 *     { env, name: 'redial' },
 *   ),
 * });
 */
export const shadow =
  ({ live, candidate }: TwoMakers, options: ShadowOptions): Policy =>
  (step$) =>
    defer(() => {
      const { env, name = 'shadow', seed = SHADOW_SEED } = options;
      const comparison = options.comparison ?? new Comparison(log.enabled ? { onDifference: loggedDifference } : {});
      const chance = new PairedChance(seed, comparison.toleranceMs);
      const now = (): number => env.scheduler.now();
      const both = sideBySide({
        by: name,
        live: live({ ...env, random: () => chance.live(env.random(), now()) }),
        candidate: candidate({ ...env, random: () => chance.candidate(now()) }),
        chance,
        comparison,
        now: { live: now, candidate: now },
      });
      const counts$ = step$.pipe(
        on('ticked'),
        filter(({ event }) => event.timer === 'status'),
        tap(() => logged(name, comparison.report)),
        ignoreElements(),
      );
      const end = (): void => {
        comparison.finish();
        logged(name, comparison.report);
      };
      return merge(step$.pipe(both), counts$).pipe(finalize(end));
    });

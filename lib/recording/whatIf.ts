// How other policies would have differed: the recorded run is replayed as it was, and they run beside it.
import { EMPTY, type SchedulerLike } from 'rxjs';
import type { Env } from '../env.ts';
import type { Policies, Policy } from '../policy.ts';
import { SHADOW_SEED } from '../shadow.ts';
import { Attribution } from './attribution.ts';
import { Comparison, type ComparisonOptions, type ComparisonReport } from './comparison.ts';
import { PairedChance } from './pairedChance.ts';
import type { Log } from './readLog.ts';
import { replay, type ReplayParts } from './replay.ts';
import type { Replayed } from './replayed.ts';
import { sideBySide } from './sideBySide.ts';

/** Time that is moved by hand: `VirtualScheduler` of `millrace/testing`. */
export interface HandClock extends SchedulerLike {
  advanceTo(at: number): unknown;
}

export interface WhatIfOptions extends ComparisonOptions {
  /** The other policies. One with the name of a recorded one is compared with it, any other with nothing. */
  readonly candidates: (env: Env) => Policies;
  /** A clock that stands at the beginning of the recording: what the candidates' timers run on. */
  readonly clock: (at: number) => HandClock;
  readonly seed?: number;
}

export interface WhatIf extends Replayed {
  readonly policy: ComparisonReport;
}

const silent: Policy = () => EMPTY;

/** All that is beside the replay. */
class Trial {
  readonly comparison: Comparison;
  readonly #options: WhatIfOptions;
  readonly #clock: HandClock;
  readonly #chances = new Map<string, PairedChance>();
  readonly #ofLive = new Attribution();
  readonly #ofCandidates = new Attribution();

  constructor(options: WhatIfOptions, at: number) {
    this.#options = options;
    this.#clock = options.clock(at);
    this.comparison = new Comparison(options);
  }

  /** Timers of the candidates go off on their time, in between the bursts. */
  before(at: number): void {
    if (at > this.#clock.now()) this.#clock.advanceTo(at);
  }

  /** The recorded policies, each with its candidate beside it, and behind them the candidates that have no other. */
  policies(recorded: (env: Env) => Policies, env: Env): Policies {
    const live = recorded(this.#ofLive.env(env, (who) => this.#noted(who, env)));
    const candidates = this.#options.candidates(this.#candidateEnv(env));
    const both = (name: string, policy: Policy, candidate: Policy): Policy =>
      sideBySide({
        by: name,
        live: this.#ofLive.policy(name, policy),
        candidate: this.#ofCandidates.policy(name, candidate),
        chance: this.#chanceOf(name),
        comparison: this.comparison,
        now: { live: () => env.scheduler.now(), candidate: () => this.#clock.now() },
      });
    const more = Object.entries(candidates).filter(([name]) => !(name in live));
    return Object.fromEntries([
      ...Object.entries(live).map(([name, policy]): [string, Policy] => {
        const candidate = candidates[name];
        return [name, candidate === undefined ? this.#ofLive.policy(name, policy) : both(name, policy, candidate)];
      }),
      ...more.map(([name, candidate]): [string, Policy] => [name, both(name, silent, candidate)]),
    ]);
  }

  #candidateEnv({ soon }: Env): Env {
    return this.#ofCandidates.env({ scheduler: this.#clock, random: () => 0, soon }, (who) =>
      this.#chanceOf(who ?? '').candidate(this.#clock.now()));
  }

  #noted(who: string | undefined, env: Env): number {
    const draw = env.random();
    return who === undefined ? draw : this.#chanceOf(who).live(draw, env.scheduler.now());
  }

  #chanceOf(name: string): PairedChance {
    const known = this.#chances.get(name);
    if (known !== undefined) return known;
    const chance = new PairedChance(this.#options.seed ?? SHADOW_SEED, this.comparison.toleranceMs);
    this.#chances.set(name, chance);
    return chance;
  }
}

/**
 * Replays a run with its own policies, and compares others with them on the way. The answer is exact up to the first
 * difference, whose time is `exactUntil`: from there on the world would have answered the other policy otherwise.
 *
 * @throws LogError when a line of the log cannot be read
 * @example whatIf(log, parts, { candidates: (env) => ({ redial: mine }), clock: (at) => new VirtualScheduler(at) })
 */
export const whatIf = (log: Log, parts: ReplayParts, options: WhatIfOptions): WhatIf => {
  const trial = new Trial(options, log.header.at);
  const replayed = replay(log, {
    ...parts,
    policies: (env) => trial.policies(parts.policies, env),
    before: (at) => trial.before(at),
  });
  trial.comparison.finish();
  return { ...replayed, policy: trial.comparison.report };
};

// Makes a failing run smaller as long as it still breaks the same rule: fewer nodes, less time, fewer faults.
import type { FaultKind } from './fault.ts';
import { FOR_MS, NODES, plan } from './plan.ts';
import { simulated, type SimulateOptions, type Simulated } from './simulate.ts';

export interface Shrunk {
  readonly options: SimulateOptions;
  readonly simulated: Simulated;
  /** The rule that both break. */
  readonly invariant: string;
  /** How many runs it took. */
  readonly runs: number;
}

export interface Effort {
  /** Runs at most; 150 unless told. */
  readonly runsMax?: number;
  /** Asked before each run: whether there is still time. */
  readonly goesOn?: () => boolean;
}

const RUNS_MAX = 150;

/** The smallest network that still breaks the rule is understood at a glance. */
const FEW_NODES = [2, 3, 4, 5, 7] as const;
/** Of the time it took. */
const SHARES = [0.25, 0.5, 0.75] as const;
const FOR_MS_MIN = 5_000;
/** Where it is only at the end that something has not come right, it must have had the time to. */
const END_MS_MIN = 60_000;

/** The kinds of what is left, so that the command says no more than it must. */
const kindsOf = (ids: readonly string[]): readonly FaultKind[] | 'none' => {
  const kinds = [...new Set(ids.map((id) => id.slice(0, id.lastIndexOf('-')) as FaultKind))];
  return kinds.length === 0 ? 'none' : kinds;
};

class Shrinking {
  best: SimulateOptions;
  found: Simulated;
  runs = 0;
  readonly invariant: string;
  readonly #effort: Effort;

  constructor(options: SimulateOptions, found: Simulated, invariant: string, effort: Effort) {
    this.best = options;
    this.found = found;
    this.invariant = invariant;
    this.#effort = effort;
  }

  /** Whether it still fails with these changed; then they stay. */
  try(change: Partial<SimulateOptions>): boolean {
    const { runsMax = RUNS_MAX, goesOn = () => true } = this.#effort;
    if (this.runs >= runsMax || !goesOn()) return false;
    this.runs += 1;
    const options: SimulateOptions = { ...this.best, ...change, untilFirst: true };
    const found = simulated(options);
    if (!found.result.violations.some(({ invariant }) => invariant === this.invariant)) return false;
    this.best = options;
    this.found = found;
    return true;
  }

  fewerNodes(): void {
    const { nodes = NODES } = this.best;
    if (FEW_NODES.some((few) => few < nodes && this.try({ nodes: few, without: [] }))) return;
    for (let number = nodes; number > 0; number--) {
      const { without = [] } = this.best;
      if (without.length < nodes - 1 && !without.includes(number)) this.try({ without: [...without, number] });
    }
  }

  lessTime(): void {
    const { forMs = FOR_MS } = this.best;
    const atEnd = this.found.result.violations.some(({ invariant, at }) => invariant === this.invariant && at >= forMs);
    const leastMs = atEnd ? END_MS_MIN : FOR_MS_MIN;
    const shorter = SHARES.map((share) => Math.round((forMs * share) / 1_000) * 1_000);
    if (shorter.some((ms) => ms >= leastMs && this.try({ forMs: ms }))) this.lessTime();
  }

  /** Halves, quarters, and so on down to one by one: Zeller and Hildebrandt, "Simplifying Failure-Inducing Input", 2002. */
  fewerFaults(): void {
    let ids = plan(this.best).faults.map(({ id }) => id);
    if (ids.length === 0 || this.#keeps([])) return;
    for (let size = Math.ceil(ids.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let from = 0; from < ids.length;) {
        const left = [...ids.slice(0, from), ...ids.slice(from + size)];
        if (left.length < ids.length && this.#keeps(left)) ids = left;
        else from += size;
      }
    }
    if (this.best.only === undefined) this.#keeps(ids); // none could go: named, they say what it takes
  }

  #keeps(only: readonly string[]): boolean {
    return this.try({ only, faults: kindsOf(only) });
  }
}

/**
 * @param options of the run that failed
 * @param found what came of it: its first violation is the one that is kept
 * @returns `undefined` when nothing was wrong
 * @example const small = shrink(options, simulated(options));
 */
export const shrink = (options: SimulateOptions, found: Simulated, effort: Effort = {}): Shrunk | undefined => {
  const invariant = found.result.violations[0]?.invariant;
  if (invariant === undefined) return undefined;
  const shrinking = new Shrinking(options, found, invariant, effort);
  shrinking.fewerNodes();
  shrinking.lessTime();
  shrinking.fewerFaults();
  shrinking.fewerNodes();
  shrinking.lessTime();
  return { options: shrinking.best, simulated: shrinking.found, invariant, runs: shrinking.runs };
};

// The runs of all tables: one for each size, weather and seed, and what was proven in them.
import type { Kept } from './kept.ts';
import type { Options } from './options.ts';
import type { Progress } from './progress.ts';

export interface Cell {
  readonly nodes: number;
  readonly loss: number;
  readonly seed: number;
  readonly quick: boolean;
}

/** What every run of a network says beside its own figures. */
export interface Proven {
  readonly proofs: number;
  readonly violations: readonly string[];
}

export class Runs {
  readonly #options: Options;
  readonly #progress: Progress;
  readonly #kept: Kept;
  #checked = 0;
  readonly #violations: string[] = [];
  /** Runs that came to no figures. */
  readonly failed: string[] = [];

  constructor(options: Options, progress: Progress, kept: Kept) {
    this.#options = options;
    this.#progress = progress;
    this.#kept = kept;
  }

  get proofs(): { readonly checked: number; readonly violations: readonly string[] } {
    return { checked: this.#checked, violations: this.#violations };
  }

  /** @param losses those of the table; all sizes and seeds that were asked for */
  each<T extends Proven>(name: string, losses: readonly number[], run: (cell: Cell) => T): readonly T[] {
    return this.over(name, { ...this.#options, losses }, run);
  }

  /** As `each`, for sizes and seeds of the table's own. */
  over<T extends Proven>(
    name: string, { nodes, losses, seeds }: Pick<Options, 'nodes' | 'losses' | 'seeds'>, run: (cell: Cell) => T,
  ): readonly T[] {
    const { quick } = this.#options;
    return nodes.flatMap((count) => losses.flatMap((loss) => seeds.flatMap((seed) => {
      const what = `${name}: ${count} nodes, ${loss * 100} % loss, seed ${seed}${quick ? ', quick' : ''}`;
      const done = this.#once(what, () => run({ nodes: count, loss, seed, quick }));
      if (done === undefined) {
        this.failed.push(what);
        return [];
      }
      this.#checked += done.proofs;
      this.#violations.push(...done.violations.map((text) => `${what}: ${text}`));
      return [done];
    })));
  }

  /** By its name, a run of before is this one: who changes what is measured begins a new file. */
  #once<T extends Proven>(what: string, run: () => T): T | undefined {
    const before = this.#kept.of(what) as T | undefined;
    if (before !== undefined) return before;
    const done = this.#progress.while(what, run);
    if (done !== undefined) this.#kept.add(what, done);
    return done;
  }
}

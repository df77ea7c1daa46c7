// What a simulation has found wrong so far: the first of each kind at each node, since one bug breaks the same rule at
// every step.

export interface SimulationViolation {
  /** `I4 phases only advance`; the user's own by the name it was given. */
  readonly invariant: string;
  /** Milliseconds after the start. */
  readonly at: number;
  readonly detail: string;
  /** `n3`; absent where it is about the network as a whole. */
  readonly node?: string;
}

/** Nobody reads more, and a result must stay small. */
const VIOLATIONS_MAX = 100;

export class Findings {
  readonly list: SimulationViolation[] = [];
  readonly #known = new Set<string>();

  add(found: SimulationViolation): void {
    const key = `${found.invariant} ${found.node ?? ''}`;
    if (this.#known.has(key) || this.list.length >= VIOLATIONS_MAX) return;
    this.#known.add(key);
    this.list.push(found);
  }
}

// From what was asked for to what will happen: a seed with its options, spelt out.
import type { Fault, FaultKind } from './fault.ts';
import { drawFaults } from './drawFaults.ts';

export interface PlanOptions {
  /** How many nodes; 10 unless told. */
  readonly nodes?: number;
  /** What all chance follows from; 1 unless told. */
  readonly seed?: number;
  /** How much time passes, in milliseconds; 5 minutes unless told. */
  readonly forMs?: number;
  /** `all`, unless told: about half of the kinds, drawn by the seed. A list: all of those. */
  readonly faults?: readonly FaultKind[] | 'all' | 'none';
  /** Of the faults drawn, only these, by id: what is left of a failure that was made smaller. */
  readonly only?: readonly string[];
  /** Nodes that are left out, by number from 1, while the others stay as they are. */
  readonly without?: readonly number[];
}

export interface Plan {
  readonly seed: number;
  readonly nodes: number;
  readonly without: readonly number[];
  readonly forMs: number;
  /** When the last fault has ended, and everything must come right. */
  readonly faultsMs: number;
  readonly faults: readonly Fault[];
}

export const NODES = 10;
export const FOR_MS = 300_000;

/** A back-off lasts at worst as long as what it answered: this is twice the longest fault. */
const HEALING_MS_MAX = 120_000;
/** Of a short run, at most this share. */
const HEALING_SHARE = 0.4;

/** @example plan({ seed: 7, faults: ['churn', 'partition'] }).faults.map(({ id }) => id) */
export const plan = (options: PlanOptions = {}): Plan => {
  const { nodes = NODES, seed = 1, forMs = FOR_MS, faults = 'all', only, without = [] } = options;
  const faultsMs = Math.round(forMs - Math.min(HEALING_MS_MAX, forMs * HEALING_SHARE));
  const drawn = faults === 'none' ? [] : drawFaults({ seed, kinds: faults, untilMs: faultsMs });
  const kept: ReadonlySet<string> | undefined = only && new Set(only);
  return {
    seed, nodes, without, forMs, faultsMs,
    faults: kept === undefined ? drawn : drawn.filter(({ id }) => kept.has(id)),
  };
};

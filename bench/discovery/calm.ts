// A network in which nothing goes wrong but the weather: what it costs when idle, when something changes, and when
// nodes come and go.
import { changes, type Change } from './change.ts';
import { Town } from './town.ts';

export interface CalmOptions {
  readonly nodes: number;
  readonly loss: number;
  readonly seed: number;
  readonly quick: boolean;
}

export interface Calm extends CalmOptions {
  readonly changes: readonly Change[];
  /** Bytes that a node sends in a second while nothing changes; records issued meanwhile, which should be none. */
  readonly idleBytes: number;
  readonly idleIssued: number;
  /** Bytes that a node sends more than when idle for each node that leaves and comes back; none: not measured. */
  readonly churnBytes: number | undefined;
  /** Records and doubts for each of these. */
  readonly churnItems: number | undefined;
  readonly proofs: number;
  readonly violations: readonly string[];
}

/** The discovery comes round every 10 s, and every report of status in a minute. */
const IDLE_MS = 60_000;
const CHANGES = 12;
/** Nobody issues more than four records in 20 s; and the changes are to be one at a time. */
const PAUSE_MS = 6_000;
const CHURNS = 3;
const AWAY_MS = 10_000;
const CHURN_MS = 30_000;

interface Churned {
  readonly bytes: number;
  readonly items: number;
}

/** One after the other: says goodbye, and is back ten seconds later. */
const churned = (town: Town, idleBytes: number, count: number): Churned => {
  const random = town.chanceOf('churn');
  const before = { bytes: town.bytes(), items: town.issued + town.doubts };
  for (let at = 0; at < count; at++) {
    const one = town.running[Math.floor(random() * town.running.length)];
    one?.stop();
    town.advance(AWAY_MS);
    one?.start();
    town.advance(CHURN_MS - AWAY_MS);
  }
  const spent = (town.bytes() - before.bytes) / town.residents.length - (idleBytes * count * CHURN_MS) / 1_000;
  return { bytes: spent / count, items: (town.issued + town.doubts - before.items) / count };
};

export const calm = (options: CalmOptions): Calm => {
  const { nodes, loss, seed, quick } = options;
  const town = new Town({ nodes, loss, seed });
  town.found();
  const [bytes, issued] = [town.bytes(), town.issued];
  town.advance(IDLE_MS);
  const idleBytes = ((town.bytes() - bytes) * 1_000) / IDLE_MS / nodes;
  const idleIssued = town.issued - issued;
  const followed = changes(town, quick ? 4 : CHANGES, PAUSE_MS);
  const churn = loss === 0 ? churned(town, idleBytes, quick ? 1 : CHURNS) : undefined;
  town.end();
  return {
    ...options, changes: followed, idleBytes, idleIssued, churnBytes: churn?.bytes, churnItems: churn?.items,
    proofs: town.proofs.checked, violations: town.proofs.violations,
  };
};

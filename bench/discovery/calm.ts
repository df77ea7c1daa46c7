// A network in which nothing goes wrong but the weather: what it costs when idle, when something changes, and when
// nodes come and go.
import { changes, type Change } from './change.ts';
import type { Proven } from './runs.ts';
import { Town } from './town.ts';

export interface CalmOptions {
  readonly nodes: number;
  /** One after the other in the same network: it takes longer to found a large one than to measure it. */
  readonly losses: readonly number[];
  readonly seed: number;
  readonly quick: boolean;
}

/** What was measured in one weather. */
export interface Calm {
  readonly nodes: number;
  readonly loss: number;
  readonly seed: number;
  readonly changes: readonly Change[];
}

/** What a node sends when nothing happens to it; the same in every weather, since what TCP sends again is not seen. */
export interface Steady {
  readonly nodes: number;
  readonly seed: number;
  /** Bytes that a node sends in a second while nothing changes; records issued meanwhile, which should be none. */
  readonly idleBytes: number;
  readonly idleIssued: number;
  /** Bytes that a node sends more than when idle for each node that leaves and comes back. */
  readonly churnBytes: number;
  /** Records and doubts for each of these. */
  readonly churnItems: number;
}

export interface Calms extends Proven {
  readonly calms: readonly Calm[];
  readonly steady: Steady;
}

/** The discovery comes round every 10 s, and every report of status in a minute. */
const IDLE_MS = 60_000;
/** All of them, in all weathers, within ten minutes: then the places on the rings are filled, and edges change. */
const CHANGES = 12;
/** A thousand nodes say a lot about each. */
const CHANGES_LARGE = 6;
const LARGE_NODES = 500;
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

const changesOf = ({ nodes, quick }: CalmOptions): number => {
  if (quick) return 4;
  return nodes < LARGE_NODES ? CHANGES : CHANGES_LARGE;
};

/** Nodes come and go at the end, so that everything before is measured in the network that was founded. */
export const calm = (options: CalmOptions): Calms => {
  const { nodes, losses, seed, quick } = options;
  const town = new Town({ nodes, seed });
  town.found();
  const [bytes, issued] = [town.bytes(), town.issued];
  town.advance(IDLE_MS);
  const idleBytes = ((town.bytes() - bytes) * 1_000) / IDLE_MS / nodes;
  const idleIssued = town.issued - issued;
  const calms = losses.map((loss): Calm => {
    town.links.loss = loss;
    return { nodes, loss, seed, changes: changes(town, changesOf(options), PAUSE_MS) };
  });
  town.links.loss = 0;
  const churn = churned(town, idleBytes, quick ? 1 : CHURNS);
  town.end();
  return {
    calms, steady: { nodes, seed, idleBytes, idleIssued, churnBytes: churn.bytes, churnItems: churn.items },
    proofs: town.proofs.checked, violations: town.proofs.violations,
  };
};

// What is known of one node that is not as it was drawn, and what it means when its entry becomes another one.
import type { NodeId } from '../nodeId.ts';
import type { EdgeId } from './ids.ts';
import type { Said } from './verdict.ts';
import type { Version } from './version.ts';

export type Numbers = readonly number[];

export interface Site {
  readonly id: NodeId;
  /** Undefined: it is not in the map any more. */
  version: Version | undefined;
  equivocal: boolean;
  heads: Numbers;
  denied: readonly boolean[];
  /** The ends that it claims edges to and that are not in the map. */
  missing: readonly EdgeId[];
  /** Who claims an edge to it. */
  tails: Numbers;
  /** The other ends of the edges that count. */
  neighbours: Numbers;
  /** Undefined: it is not in the map any more. */
  said: Said | undefined;
}

export const NONE: Numbers = [];

export const newSite = (id: NodeId): Site => ({
  id, version: undefined, equivocal: false, heads: NONE, denied: [], missing: [], tails: NONE, neighbours: NONE,
  said: undefined,
});

export const same = <T>(one: readonly T[], two: readonly T[]): boolean =>
  one === two || (one.length === two.length && one.every((item, at) => item === two[at]));

export interface Difference {
  /** The edges that it claims. */
  readonly out: boolean;
  /** Which edges to it count. */
  readonly denials: boolean;
  /** What is said of it, and whether it may vote on others. */
  readonly standing: boolean;
}

const ALL: Difference = { out: true, denials: true, standing: true };
const NOTHING: Difference = { out: false, denials: false, standing: false };

/** Most records that come say nothing new but that their node is still there. */
export const difference = (before: Version | undefined, after: Version | undefined): Difference => {
  if (before === after) return NOTHING;
  if (before === undefined || after === undefined) return ALL;
  const [one, two] = [before.record.body, after.record.body];
  const isSame = one === two;
  const out = !isSame && !same(one.out, two.out);
  return {
    out,
    denials: !isSame && (one.denyAll !== two.denyAll || (one.denyAll && out) || !same(one.denied, two.denied)),
    standing: before.attestations.length > 0 || after.attestations.length > 0 || one.leaving !== two.leaving,
  };
};

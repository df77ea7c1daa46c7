// Whether all nodes of the map hold this very map: decided by each for itself, from one number of each neighbour.
//
// The radius r of a node says: everybody within r edges of me has had my digest. Its own is one more than the least of
// its neighbours', those with another digest having none. By induction: for r = 1 each neighbour has said the digest
// itself; for r + 1 each neighbour has said that all within r of it had it. A digest never comes back once it was left,
// and what a neighbour says comes in order, so old news cannot mislead. Around a sweep that drops nothing, two digests
// stand for the same entries, and for either: what is proven is that all have had these entries. The rule of Szymanski, Shi and Prywes,
// "Synchronized Distributed Termination", IEEE TSE 1985, with room for liars: these can only raise numbers, and only
// past nodes whose every honest path to one without the digest is longer than what is asked for.
import type { NodeId } from '../nodeId.ts';
import type { Reach } from './reach.ts';
import type { Survey } from './survey.ts';

/** What a node says in every beat. */
export interface AgreementReport {
  /** In hex: all of it, or the 16 bytes that are on the wire, as long as it is the same everywhere. */
  readonly digest: string;
  readonly radius: number;
  /** Whom it has left out, and those before it; `many`: more than can be told. */
  readonly excluded: readonly NodeId[] | 'many';
}

/** In a beat; more say `many`, and then nothing is proven. */
export const EXCLUDED_MAX = 4;
/** One byte in a beat. */
export const RADIUS_MAX = 255;
/** Beyond the farthest node that the map shows: false edges among liars make a map look smaller than it is. */
export const SLACK = 2;
/** Twice the default of out-slots, less one: how fast a ball of edges can grow that nobody lies about. */
const GROWTH = 15;

export interface Agreement extends AgreementReport {
  readonly proven: boolean;
  /** The first moment at which this digest was proven. */
  readonly since?: number;
  /** The radius that proves it. */
  readonly needed: number;
  /** Of the nodes that are up, how many are known to have had the digest: 0 to 1. */
  readonly share: number;
}

/** What no map can shrink, from the number of nodes that are up alone. */
export const floorOf = (up: number): number => Math.ceil(Math.log(Math.max(up, 1)) / Math.log(GROWTH)) + 2;

export interface AgreementInput {
  readonly survey: Survey;
  readonly digest: string;
  /** Whether another digest is that of the same entries: sameEntries.ts. Never, unless it is given. */
  readonly isSame?: (digest: string) => boolean;
  /** The last report of a neighbour that this node is connected to; undefined: not connected, or not heard yet. */
  readonly reports: (id: NodeId) => AgreementReport | undefined;
  /** The neighbours that withhold: withholding.ts. */
  readonly withheld: readonly NodeId[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What a survey says about agreement before anybody has reported. */
interface Ground {
  /** How many are up, those left out among them. */
  readonly up: number;
  /** How far the others are, without those left out; undefined: this node is not in the map. */
  readonly reach: Reach | undefined;
  /** Whether all that are up are within reach, but those left out. */
  readonly whole: boolean;
}

const groundOf = (survey: Survey, left: readonly NodeId[]): Ground => {
  const reach = survey.reachWithout(left);
  const { up, viewer } = survey;
  if (viewer === undefined || reach === undefined) return { up, reach: undefined, whole: false };
  const out = new Set(left.filter((id) => survey.verdictOf(id) === 'up'));
  const isIn = survey.verdictOf(viewer) === 'up' && !out.has(viewer);
  return { up, reach, whole: isIn && !survey.hasSuspects && reach.reached === up - out.size };
};

interface Heard {
  /** All that this node leaves out: who withholds from it, and whom those it counts on have left out. */
  readonly excluded: readonly NodeId[] | 'many';
  /** One more than the least among the neighbours; no limit for a node that has none: it is the whole network. */
  readonly radius: number;
}

const NOBODY: readonly NodeId[] = [];

/** That others cannot agree with this node does not make it disagree with itself. */
const named = (all: Set<NodeId>, me: NodeId | undefined): readonly NodeId[] | 'many' => {
  if (me !== undefined) all.delete(me);
  return all.size > EXCLUDED_MAX ? 'many' : [...all].sort();
};

/** One look at each neighbour: reports come by the second from each of them. */
const heard = ({ digest, isSame, reports, withheld, survey }: AgreementInput): Heard => {
  let least = RADIUS_MAX;
  let isDifferent = false;
  let all: Set<NodeId> | undefined = withheld.length === 0 ? undefined : new Set(withheld);
  let isMany = false;
  for (const id of survey.neighbours) {
    if (withheld.includes(id)) continue;
    const report = reports(id);
    if (report === undefined || (report.digest !== digest && isSame?.(report.digest) !== true)) {
      isDifferent = true;
      continue;
    }
    least = Math.min(least, report.radius);
    if (report.excluded === 'many') isMany = true;
    else for (const other of report.excluded) (all ??= new Set()).add(other);
  }
  return {
    excluded: isMany ? 'many' : all === undefined ? NOBODY : named(all, survey.viewer),
    radius: isDifferent ? 0 : least + 1,
  };
};

/** Whether the same are excluded, named in the same order, as they always are. */
export const sameNames = (one: Agreement['excluded'], two: Agreement['excluded']): boolean =>
  one === two || (one !== 'many' && two !== 'many' && one.length === two.length &&
    one.every((id, at) => id === two[at]));

/** The value from before when nothing else is said: whoever looks for what is new need not look further. */
const kept = (before: Agreement | undefined, now: Agreement): Agreement =>
  before?.digest === now.digest && before.radius === now.radius && before.needed === now.needed &&
  before.proven === now.proven && before.share === now.share && before.since === now.since &&
  sameNames(before.excluded, now.excluded) ? before : now;

/**
 * What can be said about the agreement now. Nothing is proven while a node is suspect, or where one that is up can be
 * reached only through nodes that were left out.
 *
 * @param before what was said last: `since` is kept while the digest stays, and all of it while nothing changes
 */
export const agreement = (before: Agreement | undefined, input: AgreementInput): Agreement => {
  const { survey, digest, withheld, now } = input;
  const { excluded, radius: most } = heard(input);
  const { up, reach, whole } = groundOf(survey, excluded === 'many' || excluded.length === 0 ? withheld : excluded);
  const farthest = reach?.farthest ?? 0;
  const needed = Math.max(farthest + SLACK, floorOf(up) + 1);
  // No neighbour needs more to prove it: its own farthest node is one edge further than mine at most.
  const radius = Math.min(most, needed, RADIUS_MAX);
  const proven = excluded !== 'many' && whole && radius >= needed;
  const since = before?.digest === digest ? before.since : undefined;
  return kept(before, {
    digest, radius, needed, proven, excluded,
    share: (reach?.within(radius) ?? 0) / Math.max(up, 1),
    ...(since !== undefined ? { since } : proven ? { since: now } : {}),
  });
};

// What is said of one node by itself and by its heads: without timers, and without an opinion of the one who asks.
import { isExpired } from './networkMap.ts';
import type { Version } from './version.ts';

/**
 * `up`: none of the others. `suspect`: some head that it dialled cannot reach it. `down`: most of those heads cannot,
 * not counting heads that are doubted themselves. `lost`: no path leads there over nodes that nobody doubts. `left`: it
 * said goodbye. `expired`: its record is older than it may be.
 *
 * One that is doubted is `lost`, and no longer `suspect`, once nobody that a path leads to stands by an edge with it:
 * its heads there have all said that they cannot reach it, and its tails there have dropped it. Else it would be suspect
 * for ever where its other heads have died with it, and nobody can say so of them; and meanwhile nobody agrees.
 */
export type Verdict = 'up' | 'suspect' | 'down' | 'lost' | 'left' | 'expired';

/** What does not depend on whether a path leads there. */
export type Said = Exclude<Verdict, 'lost'>;

/** Whether a node is no longer of the network, by its own words. */
export const goneBy = (version: Version, sweepTime: number): 'left' | 'expired' | undefined => {
  if (version.record.body.leaving) return 'left';
  return isExpired(version, sweepTime) ? 'expired' : undefined;
};

/** Whether a head may vote: it has not gone, and nobody doubts it. */
export const mayVote = (head: Version, sweepTime: number): boolean =>
  head.attestations.length === 0 && goneBy(head, sweepTime) === undefined;

/**
 * What a node says of itself, and its own heads of it. Only heads that it dialled vote, so dialling it buys nobody a
 * vote. Whoever is down is doubted, so who is undoubted does not depend on who is down, and one look is the fixpoint.
 *
 * @param undoubted how many of the heads that it chose may vote; asked only if somebody doubts it
 */
export const saidOf = (version: Version, sweepTime: number, undoubted: () => number): Said => {
  const gone = goneBy(version, sweepTime);
  if (gone !== undefined) return gone;
  const doubts = version.attestations.length;
  if (doubts === 0) return 'up';
  return doubts >= Math.max(1, Math.ceil((undoubted() + 1) / 2)) ? 'down' : 'suspect';
};

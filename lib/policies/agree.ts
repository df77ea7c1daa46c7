// Tells the heads where this node stands whenever that changes: what the proof of an agreement is made of.
import { asyncScheduler, pipe, type SchedulerLike } from 'rxjs';
import { beat } from '../command.ts';
import { issue, type Policy } from '../policy.ts';
import type { Step } from '../step.ts';
import { whenStill, type Still } from '../whenStill.ts';

/**
 * A beat to every head within `withinMs` of a change of digest or radius, unless it has heard so already with what is
 * new in the map. Each node's radius follows its neighbours', so a proof takes as many of these waits as the network is
 * wide, and two more. While the map moves there is nothing to prove: then it is told every `mostMs`.
 *
 * @example agree({ withinMs: 50, mostMs: 500 }, env.scheduler)
 */
export const agree = (terms: Still, scheduler: SchedulerLike = asyncScheduler): Policy =>
  pipe(
    whenStill(({ state }: Step) => state.network.agreement, terms, scheduler),
    issue(({ state }) => [...state.peers.values()]
      .filter(({ direction, phase }) => direction === 'out' && phase === 'alive')
      .map(({ peer }) => beat(peer, { ifNews: true }))),
  );

// Tells the heads where this node stands whenever that changes: what the proof of an agreement is made of.
import { asyncScheduler, auditTime, distinctUntilChanged, pipe, type SchedulerLike } from 'rxjs';
import { beat } from '../command.ts';
import { issue, type Policy } from '../policy.ts';
import type { State } from '../state.ts';

const standing = ({ network: { agreement: { digest, radius, excluded } } }: State): string =>
  `${digest}/${radius}/${String(excluded)}`;

/**
 * A beat to every head within `withinMs` of a change of digest or radius. Each node's radius follows its neighbours',
 * so a proof takes as many of these waits as the network is wide, and two more.
 *
 * @param terms `withinMs`: changes that come within so many milliseconds are told as one
 * @example agree({ withinMs: 50 }, env.scheduler)
 */
export const agree = ({ withinMs }: { readonly withinMs: number }, scheduler: SchedulerLike = asyncScheduler): Policy =>
  pipe(
    distinctUntilChanged((one, two) => one.state.network.agreement === two.state.network.agreement ||
      standing(one.state) === standing(two.state)),
    auditTime(withinMs, scheduler),
    issue(({ state }) => [...state.peers.values()]
      .filter(({ direction, phase }) => direction === 'out' && phase === 'alive')
      .map(({ peer }) => beat(peer))),
  );

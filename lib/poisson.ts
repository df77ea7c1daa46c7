// A clock that ticks at random moments, so many apart on average, which nobody can wait for.
import { defer, map, repeat, timer, type Observable, type SchedulerLike } from 'rxjs';

/** A draw of exactly 0 would take for ever; so rarely does a wait come to more than 37 times the mean. */
const DRAW_MIN = 2 ** -53;

/**
 * Waits drawn from an exponential distribution, one after the other without end: what passes says nothing of what is
 * left, so neither peers nor attackers can tell when the next comes.
 *
 * @param everyMs the mean, in milliseconds
 * @param random the next number in [0, 1)
 * @example poisson(120_000, env.scheduler, env.random)
 */
export const poisson = (everyMs: number, scheduler: SchedulerLike, random: () => number): Observable<void> =>
  defer(() => timer(Math.round(-Math.log(Math.max(DRAW_MIN, 1 - random())) * everyMs), scheduler)).pipe(
    map(() => undefined),
    repeat(), // a clock: who unsubscribes ends it
  );

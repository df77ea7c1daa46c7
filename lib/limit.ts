// How much a policy may want, whatever it is: a bound on what a mistake in one costs.
import debug from 'debug';
import { asyncScheduler, defer, filter, type OperatorFunction, type SchedulerLike } from 'rxjs';

/** For who writes a policy: each command that was dropped, with DEBUG=millrace:policy. */
const log = debug('millrace:policy');

export interface Limit<O> {
  /** How many commands pass in any `perMs` milliseconds: the window slides. */
  readonly commands: number;
  readonly perMs: number;
  /** Told of each command that is over, and of how many were so far; also logged as `millrace:policy`. */
  readonly onDropped?: (command: O, count: number) => void;
}

/**
 * The same policy, with at most so many commands in any stretch of time. What is over is dropped and counted, never
 * put off: a dial that is late by a minute was decided on a state that is gone. Holds `commands` moments, no more.
 *
 * @param scheduler whose clock counts
 * @example limit(redialAtOnce(), { commands: 4, perMs: 1_000 }, env.scheduler)
 */
export const limit =
  <I, O>(
    policy: OperatorFunction<I, O>,
    { commands, perMs, onDropped = () => undefined }: Limit<O>,
    scheduler: SchedulerLike = asyncScheduler,
  ): OperatorFunction<I, O> =>
  (step$) =>
    defer(() => {
      const passedAt: number[] = [];
      let dropped = 0;

      const isWithin = (command: O): boolean => {
        const now = scheduler.now();
        while (passedAt[0] !== undefined && now - passedAt[0] >= perMs) passedAt.shift();
        if (passedAt.length < commands) {
          passedAt.push(now);
          return true;
        }
        dropped += 1;
        log('dropped %d commands, limit %d in %d ms: %o', dropped, commands, perMs, command);
        onDropped(command, dropped);
        return false;
      };

      return step$.pipe(policy, filter(isWithin));
    });

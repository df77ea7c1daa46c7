// Lets a policy that has a bug go on, a bounded number of times.
import debug from 'debug';
import { defer, of, retry, tap, throwError, type OperatorFunction } from 'rxjs';
import { messageOf } from './errors.ts';

/** For who writes a policy: each restart of one, with DEBUG=millrace:policy. */
const log = debug('millrace:policy');

/** A policy failed once more than it may; the message holds the count and the last failure, the cause is it. */
export class RestartError extends Error {
  override readonly name = 'RestartError';
  readonly restarts: number;

  constructor(restarts: number, cause: unknown) {
    const times = restarts === 1 ? 'once' : `${restarts} times`;
    const what = restarts === 0 ? 'failed, and is not to be restarted' : `was restarted ${times}, and failed again`;
    super(`${what}: ${messageOf(cause)}`, { cause });
    this.restarts = restarts;
  }
}

/**
 * The same policy, begun anew when it errors, `times` times in its life and no more: then the error ends the node, with
 * the policy's name and the count. What it remembered is gone with it, and the step that it failed on is not shown to
 * it again: that one would only fail it again.
 *
 * @param times restarts, 0 for none
 * @param onRestart told of each restart, with the error and how many there have been; also logged as `millrace:policy`
 * @example { ...defaultPolicies({}, env), mine: restartable(mine(), 3, (error, count) => metrics.restarts.set(count)) }
 */
export const restartable =
  <I, O>(
    policy: OperatorFunction<I, O>,
    times: number,
    onRestart: (error: unknown, count: number) => void = () => undefined,
  ): OperatorFunction<I, O> =>
  (step$) =>
    defer(() => {
      let hasEnded = false; // the steps themselves have failed: that is not for the policy to be restarted on
      const seen$ = step$.pipe(tap({ error: () => (hasEnded = true) }));
      return defer(() => seen$.pipe(policy)).pipe(
        retry({
          count: times + 1, // so that the last failure is ours to report
          delay: (error: unknown, count) => {
            if (hasEnded) return throwError(() => error);
            if (count > times) return throwError(() => new RestartError(times, error));
            log('restart %d of %d: %s', count, times, messageOf(error));
            onRestart(error, count);
            return of(undefined); // at once: a node without its policy is another node
          },
        }),
      );
    });

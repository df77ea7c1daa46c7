// What must not happen at any step.
import { filter, map } from 'rxjs';
import type { Inputs } from '../because.ts';
import { violation, type Invariant, type Violation } from '../invariant.ts';
import type { Step } from '../step.ts';

/**
 * Violated at each step for which `predicate` is true, or says with which facts it is.
 *
 * @param name what must not happen, as a person would say it
 * @example
 * never(
 *   ({ event, state, now }) => {
 *     if (event.type !== 'dial-started') return false;
 *     const waits = (state.addresses.get(endpointOf(event.address))?.nextAttemptAt ?? 0) - now;
 *     return waits > 0 && { address: event.address, waits };
 *   },
 *   'dial within back-off',
 * )
 */
export const never =
  (predicate: (step: Step) => boolean | Inputs, name: string): Invariant =>
  (step$) =>
    step$.pipe(
      map((step): Violation | undefined => {
        const found = predicate(step);
        return found === false ? undefined : violation(name, step, found === true ? {} : found);
      }),
      filter((found) => found !== undefined),
    );

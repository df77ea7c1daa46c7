// For a policy that is moved by something else than a step, a clock of its own or the application: it decides on the
// latest step all the same.
import {
  concatMap, connect, endWith, from, ignoreElements, map, merge, takeUntil, withLatestFrom, type Observable,
} from 'rxjs';
import type { Command } from './command.ts';
import { marked, type Decision, type Policy } from './policy.ts';
import type { Step } from './step.ts';

/**
 * Decides at each value of `trigger$`, on the latest step, which is then the cause of the commands. Before the first
 * step nothing is decided; when the steps end, the trigger is let go of.
 *
 * @param trigger$ subscribed and unsubscribed with the policy; an error of it ends the node
 * @example whenever(timer(0, 3_600_000, scheduler), ({ state }) => (state.addresses.size < 8 ? [report('log')] : []))
 */
export const whenever =
  <T>(trigger$: Observable<T>, decide: (step: Step, value: T) => readonly (Command | Decision)[]): Policy =>
  (step$) =>
    step$.pipe(
      // connect: one subscription to the steps, however many see them
      connect((shared$) => {
        const nothing$ = shared$.pipe(ignoreElements());
        const command$ = trigger$.pipe(
          withLatestFrom(shared$),
          // concatMap: what is decided is synchronous, so there is never one waiting behind another
          concatMap(([value, step]) => from(decide(step, value)).pipe(map((decided) => marked(step, decided)))),
          takeUntil(nothing$.pipe(endWith(undefined))),
        );
        return merge(nothing$, command$);
      }),
    );

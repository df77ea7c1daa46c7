// For a policy that is moved by something else than a step, a clock of its own or the application: it decides on the
// latest step all the same.
import {
  connect, endWith, ignoreElements, merge, takeUntil, tap, type Observable, type OperatorFunction,
} from 'rxjs';
import type { Command } from './command.ts';
import { expanded } from './expanded.ts';
import { markedAll, type Decision, type Policy } from './policy.ts';
import type { Step } from './step.ts';
import { latestOf } from './steps.ts';

type Decide<T> = (step: Step, value: T) => readonly (Command | Decision)[];

/**
 * Decides at each value of `trigger$`, on the latest step, which is then the cause of the commands. Before the first
 * step nothing is decided; when the steps end, the trigger is let go of.
 *
 * @param trigger$ subscribed and unsubscribed with the policy; an error of it ends the node
 * @example whenever(timer(0, 3_600_000, scheduler), ({ state }) => (state.addresses.size < 8 ? [report('log')] : []))
 */
export const whenever =
  <T>(trigger$: Observable<T>, decide: (step: Step, value: T) => readonly (Command | Decision)[]): Policy =>
  (step$) => {
    const latest = latestOf(step$);
    return latest === undefined ? step$.pipe(onLatest(trigger$, decide)) : trigger$.pipe(decided(latest, decide));
  };

const decided = <T>(latest: () => Step | undefined, decide: Decide<T>): OperatorFunction<T, Command> =>
  expanded((value) => {
    const step = latest();
    return step === undefined ? [] : markedAll(step, decide(step, value));
  });

/** For steps that have been through something else: each is looked at, and the trigger ends with them. */
const onLatest = <T>(trigger$: Observable<T>, decide: Decide<T>): Policy =>
  // connect: one subscription to the steps, however many see them
  connect((shared$) => {
    let latest: Step | undefined;
    const nothing$ = shared$.pipe(tap((step) => (latest = step)), ignoreElements());
    const command$ = trigger$.pipe(
      decided(() => latest, decide),
      takeUntil(shared$.pipe(ignoreElements(), endWith(undefined))),
    );
    return merge(nothing$, command$);
  });

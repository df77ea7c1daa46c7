// The loop. Every component is a source of events; what they say is merged into one stream and reduced, one event at
// a time; reducers and policies issue commands, guards judge them, effects hand them to the peers' Subjects.
//
//     sources ─┬─> [events] ─> reducers ─> step$ ─┬─> out
//              │                   │              └─> policies ─┐
//              │                   └── commands ──> [commands] <┘
//              └───── effects <──────── guards <────────┘
//
// Two queues, one turn at a time, events first (`turns.ts`): so all who watch see the same order.
import {
  catchError, defer, ignoreElements, merge, Observable, Subject, tap, throwError, type Subscription,
} from 'rxjs';
import type { Caused, Effects, Issued } from './effect.ts';
import { LoopError, messageOf, type Role } from './errors.ts';
import type { Event } from './event.ts';
import type { Guards } from './guard.ts';
import type { Journal } from './journal.ts';
import type { Policies } from './policy.ts';
import type { Reducers } from './reducer.ts';
import type { Sources } from './source.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';
import { Steps } from './steps.ts';
import { turns } from './turns.ts';

export interface Parts {
  readonly initial: State;
  readonly sources: Sources;
  readonly reducers: Reducers;
  readonly policies: Policies;
  readonly guards: Guards;
  readonly effects: Effects;
  readonly journal: Journal;
  readonly now: () => number;
}

/**
 * A running controller. Cold: subscribing starts it, unsubscribing stops it at once and lets go of everything.
 * Completes when the node has stopped, or when every source and effect has completed. Errors with a LoopError that
 * names the reducer, policy, guard, source or effect that broke its contract.
 *
 * @example controller({ initial, sources, reducers, policies, guards, effects, journal, now }).subscribe(render)
 */
export const controller = (parts: Parts): Observable<Step> =>
  new Observable((out) => {
    const steps = new Steps();
    const { step$ } = steps;
    const issued$ = new Subject<Issued>();
    const { happened, wanted } = turns(parts, steps, issued$, out);

    const error = (cause: unknown): void => out.error(cause);

    // From the far end back, so that nothing is said before its listener is there.
    const running: Subscription[] = [
      merge(
        issued$.pipe(ignoreElements()), // the effects are done when the last command is, not when there are none
        ...named('effect', parts.effects, (effect, name) => issued$.pipe(effect, tap(happened(name)))),
      ).subscribe({ error, complete: () => out.complete() }),
      merge(
        ...named('policy', parts.policies, (policy, name) => step$.pipe(policy, tap(wanted(name)))),
      ).subscribe({ error }),
      step$.subscribe({ next: (step) => out.next(step), error }),
      merge(
        ...named('source', parts.sources, (event$, name) => event$.pipe(tap(caused(happened(name))))),
      ).subscribe({ error, complete: () => issued$.complete() }),
    ];
    return () => running.reverse().forEach((subscription) => subscription.unsubscribe());
  });

/** What comes from outside has no cause here. One function, and not an operator more: every event goes through it. */
const caused = (happened: (caused: Caused) => void) => (event: Event): void => happened({ event });

/** Each part of a record, started, with its name in whatever error comes out of it. */
const named = <T>(
  role: Role,
  parts: Readonly<Record<string, T>>,
  start: (part: T, name: string) => Observable<unknown>,
): Observable<unknown>[] =>
  Object.entries(parts).map(([name, part]) =>
    defer(() => start(part, name)).pipe(
      catchError((cause: unknown) =>
        throwError(() => new LoopError(role, name, `failed: ${messageOf(cause)}`, { cause })),
      ),
    ),
  );

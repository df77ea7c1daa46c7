// Events in, steps out, folded by the real reducers: what a policy under test is fed.
import { asyncScheduler, defer, map, type OperatorFunction, type SchedulerLike } from 'rxjs';
import { defaultReducers } from '../defaultReducers.ts';
import type { Event } from '../event.ts';
import type { Reducers } from '../reducer.ts';
import type { State } from '../state.ts';
import type { Step } from '../step.ts';
import { aState } from './aState.ts';
import { reduced } from './after.ts';

/**
 * The steps that a node would take through these events. The commands of the reducers go nowhere: what a policy issues
 * is all that comes out of it.
 *
 * @param initial the state before the first event; `aState()` unless told
 * @param scheduler whose clock `now` is; inside `marbles` the default one is virtual
 * @example hot('a', { a: opened('out-1') }).pipe(steps(), keepAlive({ everyMs: 15_000 }))
 */
export const steps =
  (
    initial: State = aState(),
    reducers: Reducers = defaultReducers,
    scheduler: SchedulerLike = asyncScheduler,
  ): OperatorFunction<Event, Step> =>
  (event$) =>
    defer(() => {
      let state = initial;
      let id = 0;
      return event$.pipe(
        map((event) => {
          const now = scheduler.now();
          state = reduced(state, event, now, reducers);
          id += 1;
          return { id, event, state, now };
        }),
      );
    });

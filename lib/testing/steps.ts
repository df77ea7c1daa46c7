// Events in, steps out, folded by the real reducers: what a policy under test is fed.
import { asyncScheduler, defer, map, type OperatorFunction, type SchedulerLike } from 'rxjs';
import { newRun, type Causes } from '../causes.ts';
import { defaultReducers } from '../defaultReducers.ts';
import type { Event } from '../event.ts';
import type { EntryId } from '../journal.ts';
import type { Reducers } from '../reducer.ts';
import type { State } from '../state.ts';
import type { Step } from '../step.ts';
import { aState } from './aState.ts';
import { reduced } from './after.ts';
import { decisionOn } from './decided.ts';

/** Keeps account of what an event came of. Commands have numbers below 0: those above are the steps'. */
const noting = (causes: Causes): ((event: Event, id: EntryId, at: number) => void) => {
  const ids = new WeakMap<Event, EntryId>();
  return (event, id, at) => {
    ids.set(event, id);
    const decision = decisionOn(event);
    const cause = decision === undefined ? {} : { cause: -id };
    if (decision !== undefined) {
      const { by, command, after } = decision;
      const before = after === undefined ? undefined : ids.get(after);
      causes.note({ kind: 'command', id: -id, at, by, command, ...(before === undefined ? {} : { cause: before }) });
    }
    const origin = { id, at, by: 'test', ...cause };
    const isRefusal = event.type === 'command-refused';
    causes.note(isRefusal ? { kind: 'refusal', ...origin, event } : { kind: 'event', ...origin, event });
  };
};

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
      const run = newRun(initial);
      const note = noting(run.causes);
      let { state } = run;
      let id = 0;
      return event$.pipe(
        map((event) => {
          const now = scheduler.now();
          state = reduced(state, event, now, reducers);
          id += 1;
          note(event, id, now);
          return { id, event, state, now };
        }),
      );
    });

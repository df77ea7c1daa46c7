// A handler that is watched: how long each request took, and what became of it.
import { isObservable, tap } from 'rxjs';
import type { Answered } from './answered.ts';
import { overheard } from './overheard.ts';
import type { Handler } from './peer.ts';

/** Whoever measures, and the clock. */
export interface Stopwatch {
  readonly told: (answered: Answered) => void;
  readonly now: () => number;
}

/** @internal The same handler; `told` hears of each of its requests once, when it has ended. */
export const timed = (route: string, handler: Handler, { told, now }: Stopwatch): Handler => (request) => {
  const begun = now();
  let outcome: Answered['outcome'] = 'cancelled';
  const next = (): void => void (outcome = 'answered');
  const failed = (): void => void (outcome = 'failed');
  const ended = (): void => told({ route, outcome, ms: now() - begun });
  try {
    const answers = handler(request);
    if (isObservable(answers)) return answers.pipe(tap({ next, error: failed, complete: next, finalize: ended }));
    const last = (note: () => void) => (): void => {
      note();
      ended();
    };
    return overheard(answers, { next, error: last(failed), complete: last(next), left: ended });
  } catch (error) {
    told({ route, outcome: 'failed', ms: now() - begun });
    throw error;
  }
};

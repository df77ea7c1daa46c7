// A handler that is watched: how long each request took, and what became of it.
import { tap } from 'rxjs';
import type { Answered } from './answered.ts';
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
  try {
    return handler(request).pipe(
      tap({
        next: () => (outcome = 'answered'),
        error: () => (outcome = 'failed'),
        complete: () => (outcome = 'answered'),
        finalize: () => told({ route, outcome, ms: now() - begun }),
      }),
    );
  } catch (error) {
    told({ route, outcome: 'failed', ms: now() - begun });
    throw error;
  }
};

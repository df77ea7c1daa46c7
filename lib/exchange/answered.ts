// A question to a node whose answers are taken as they come, and are of no interest to anybody else.
import { Observable, type Subscriber } from 'rxjs';

/**
 * Asks when it is subscribed to, and ends as the answers do; an error of `take` ends it too. What `defer`, `tap` and
 * `ignoreElements` would do, as one operator: each node of a network asks each of its heads every few seconds.
 *
 * @param ask undefined: there is nobody to be asked
 */
export const answered = (
  ask: () => Observable<Uint8Array> | undefined, take: (answer: Uint8Array) => void,
): Observable<never> =>
  new Observable((out: Subscriber<never>) => {
    const answer$ = ask();
    if (answer$ === undefined) {
      out.complete();
      return undefined;
    }
    return answer$.subscribe({
      next: (answer) => {
        if (out.closed) return; // one before it could not be taken
        try {
          take(answer);
        } catch (error) {
          out.error(error);
        }
      },
      error: (error: unknown) => out.error(error),
      complete: () => out.complete(),
    });
  });

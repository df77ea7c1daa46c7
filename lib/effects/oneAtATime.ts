// Work on a file, one after the other: what is asked for meanwhile is done once afterwards, for the newest of it.
import { concat, defer, EMPTY, mergeMap, of, repeat, type Observable, type OperatorFunction } from 'rxjs';

/**
 * At most one `work` is under way and at most one value waits, so `work` always runs again after the last value came.
 *
 * @param work completes, and never errors
 * @param taken what is said at once of a value that will have a `work` to itself; not of those that join one waiting
 */
export const oneAtATime = <T, R>(
  work: (value: T) => Observable<R>,
  taken: (value: T) => Observable<R> = () => EMPTY,
): OperatorFunction<T, R> =>
  (value$) =>
    defer(() => {
      let busy = false;
      let next: { readonly value: T } | undefined;

      const takeNext = (): Observable<R> => {
        const now = next;
        next = undefined;
        return now === undefined ? EMPTY : work(now.value);
      };
      const hasNext = (): Observable<unknown> => {
        busy = next !== undefined;
        return busy ? of(true) : EMPTY;
      };
      // repeat without a count: as often as something waits, and no more than one does
      const work$ = defer(takeNext).pipe(repeat({ delay: hasNext }));

      // mergeMap without a limit: all but the one that works emit at once and complete
      return value$.pipe(
        mergeMap((value) => {
          const joins = next !== undefined;
          next = { value };
          if (joins) return EMPTY;
          if (busy) return taken(value);
          busy = true;
          return concat(taken(value), work$);
        }),
      );
    });

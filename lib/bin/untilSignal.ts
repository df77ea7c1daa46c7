// Ends what a command shows for as long as it is let: on Ctrl-C, and on the signals that mean the same.
import { fromEvent, merge, take, takeUntil, type MonoTypeOperatorFunction } from 'rxjs';

/** A command that only looks on has then done what it was asked for. */
export const untilSignal = <T>(): MonoTypeOperatorFunction<T> => {
  const signal$ = merge(...['SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => fromEvent(process, name)));
  return takeUntil(signal$.pipe(take(1)));
};

// When a node tells where it stands: soon after that has changed, and not with every change of a map that still moves.
import { Observable, Subscription, type OperatorFunction, type SchedulerLike } from 'rxjs';
import { sameNames, type AgreementReport } from './network/agreement.ts';

export interface Still {
  /** How long after a change; a change of the digest begins anew. In milliseconds. */
  readonly withinMs: number;
  /** What has not been told for so long is told, whether or not it still moves. */
  readonly mostMs: number;
}

/** Whether they say the same. */
export const sameReport = (one: AgreementReport | undefined, two: AgreementReport | undefined): boolean =>
  one === two || (one !== undefined && one.digest === two?.digest && one.radius === two.radius &&
    sameNames(one.excluded, two.excluded));

interface Told<T> {
  readonly value: T;
  /** When it is told, or was; and when it is at the latest. */
  readonly dueAt: number;
  readonly latestAt: number;
  readonly isNews: boolean;
}

type Moved<T> = (told: Told<T> | undefined, value: T) => Told<T>;

const moving = <T>(
  reportOf: (value: T) => AgreementReport, { withinMs, mostMs }: Still, scheduler: SchedulerLike,
): Moved<T> =>
  (told, value) => {
    if (told === undefined) return { value, dueAt: -Infinity, latestAt: -Infinity, isNews: false };
    const { value: old, dueAt, latestAt } = told;
    const [before, report] = [reportOf(old), reportOf(value)];
    if (before === report && !told.isNews) return told; // as for most values: nothing is made for them
    const now = scheduler.now();
    if (sameReport(before, report)) return { value: old, dueAt, latestAt, isNews: false };
    const isPending = dueAt >= now;
    if (isPending && before.digest === report.digest) return { value, dueAt, latestAt, isNews: true };
    const latest = isPending ? latestAt : now + mostMs;
    return { value, dueAt: Math.min(now + withinMs, latest), latestAt: latest, isNews: true };
  };

/**
 * Emits what has changed its report: `withinMs` after the last change of the digest and the first of anything else
 * since, and no later than `mostMs` after the first change.
 *
 * What `scan`, `filter` and `switchMap` to a `timer` would do, as one operator: while a map moves, every connection has
 * one of these, and almost every event moves all of them.
 */
export const whenStill = <T>(
  reportOf: (value: T) => AgreementReport, still: Still, scheduler: SchedulerLike,
): OperatorFunction<T, T> =>
  (value$) =>
    new Observable((out) => {
      const moved = moving(reportOf, still, scheduler);
      let told: Told<T> | undefined;
      let isOver = false;
      let isPending = false;
      let pending = Subscription.EMPTY;
      const tell = (value: T): void => {
        isPending = false;
        out.next(value);
        if (isOver) out.complete();
      };
      const take = (value: T): void => {
        told = moved(told, value);
        if (!told.isNews) return;
        const { value: last, dueAt } = told;
        pending.unsubscribe();
        isPending = true;
        pending = scheduler.schedule(() => tell(last), Math.max(0, dueAt - scheduler.now()));
      };
      out.add(() => pending.unsubscribe());
      return value$.subscribe({
        next: (value) => {
          try {
            take(value);
          } catch (error) {
            out.error(error);
          }
        },
        error: (error: unknown) => out.error(error),
        complete: () => {
          isOver = true;
          if (!isPending) out.complete();
        },
      });
    });

// What `--watch` does: a live view on a terminal; elsewhere, and for programs, a report for each change.
import { distinctUntilChanged, exhaustMap, lastValueFrom, map, tap, timer, type Observable } from 'rxjs';
import type { Sight } from './live/sight.ts';
import { watchLive } from './live/watchLive.ts';
import { print } from './output.ts';
import { untilSignal } from './untilSignal.ts';

const EVERY_MS = 1_000;

export interface Watching<T> {
  readonly json?: boolean | undefined;
  readonly text: (report: T) => readonly string[];
  /** What of a report makes it another one: ages and uptimes always change. */
  readonly stable: (report: T) => unknown;
  readonly sight: (report: T, at: number) => Sight;
}

const shown = <T>(report: T, { json, text }: Watching<T>): void =>
  json === true ? print(JSON.stringify(report)) : print(...text(report), '');

const changes = <T>(report$: Observable<T>, how: Watching<T>): Observable<T> =>
  // exhaustMap: a tick while an answer is under way is passed over
  timer(0, EVERY_MS).pipe(
    exhaustMap(() => report$),
    distinctUntilChanged((one, other) => one === other, (report) => JSON.stringify(how.stable(report))),
    tap((report) => shown(report, how)),
  );

/** @param report$ one report, each time it is subscribed */
export const watch = async <T>(report$: Observable<T>, how: Watching<T>): Promise<void> => {
  const isLive = process.stdout.isTTY && how.json !== true && process.env['TERM'] !== 'dumb';
  const watching$: Observable<unknown> = isLive
    ? watchLive(report$.pipe(map((report) => how.sight(report, Date.now()))))
    : changes(report$, how);
  await lastValueFrom(watching$.pipe(untilSignal()), { defaultValue: undefined });
};

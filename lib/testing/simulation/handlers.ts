// What every simulated node answers.
import { concatMap, map, NEVER, Observable, of, range, take, timer, type SchedulerLike } from 'rxjs';
import type { Handler } from '../../peer.ts';

const VALUES_MAX = 1_000;

/** Of an answer to `sim.large`: 20 of them are more than may be unsent. */
export const LARGE_BYTES = 80_000;

/** `sim.drip` emits so many at a time, and then waits. */
const DRIPS = 7;
const DRIP_MS = 40;

const countOf = (data: Uint8Array): number => Math.min(VALUES_MAX, Number(Buffer.from(data).toString()));

const numbered = (at: number): Uint8Array => Buffer.from(String(at));

/** What it was asked, as many numbers as it was asked for at once or over time, a large answer, and none. */
export const handlers = (scheduler: SchedulerLike): Readonly<Record<string, Handler>> => ({
  'sim.echo': ({ data }) => of(data),
  'sim.large': ({ data }) => of(Buffer.alloc(LARGE_BYTES, data[0] ?? 0)),
  'sim.count': ({ data }) =>
    new Observable((out) => {
      const count = countOf(data);
      for (let at = 0; at < count && !out.closed; at++) out.next(numbered(at));
      out.complete();
    }),
  'sim.drip': ({ data }) => {
    const count = countOf(data);
    return timer(0, DRIP_MS, scheduler).pipe(
      take(Math.ceil(count / DRIPS)),
      concatMap((round) => range(round * DRIPS, Math.min(DRIPS, count - round * DRIPS))), // each is there at once
      map(numbered),
    );
  },
  'sim.never': () => NEVER,
});

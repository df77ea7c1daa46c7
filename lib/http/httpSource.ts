// Shows a node over HTTP: its reports, its events, its health. Read only; it tells the loop nothing but that it failed.
//
//     connection ──> places ──> [node:http] ──> screen ──> routes ──> answer
//                    (room?)                    (for us?)  └──> /events ──> a stream for each, of one feed
import { catchError, ignoreElements, Observable, of, tap } from 'rxjs';
import type { Address } from '../address.ts';
import type { Env } from '../env.ts';
import { messageOf } from '../errors.ts';
import type { Event } from '../event.ts';
import type { Source } from '../source.ts';
import { answering } from './answering.ts';
import { dashboardFiles } from './dashboardFiles.ts';
import { Feed } from './feed.ts';
import { listenHttp, type HttpPort } from './listenHttp.ts';
import { Places } from './places.ts';
import { streaming } from './streaming.ts';
import type { HttpView } from './view.ts';

export interface HttpOptions extends HttpPort {
  /** `httpHosts` of the configuration: Host headers, exactly as they come, that are served beside the machine's own. */
  readonly hosts?: readonly string[];
  /** A folder with the files of the dashboard; a plain page without. */
  readonly dashboard?: string | undefined;
  /** On how many addresses the node was told to listen. */
  readonly toListen: number;
  readonly view: HttpView;
  /** Told the address, with the port that was taken. */
  readonly opened?: (address: Address) => void;
}

const serving = (options: HttpOptions, env: Env): Observable<never> =>
  new Observable((out) => {
    const { view, toListen, hosts = [], dashboard, opened = () => undefined } = options;
    const [places, feed] = [new Places(), new Feed(view, env)];
    let turnedAt = env.scheduler.now();
    const turning = view.journal.entry$.subscribe({
      next: (entry) => {
        turnedAt = entry.at;
        feed.take(entry);
      },
      error: (error: unknown) => out.error(error),
    });
    const listener = answering({
      hosts: hosts.map((host) => host.toLowerCase()),
      files: dashboardFiles(dashboard),
      places,
      asked: () => ({ view, now: env.scheduler.now(), turnedAt, toListen }),
      stream: streaming(feed),
    });
    turning.add(listenHttp(options, places, listener).pipe(tap(opened), ignoreElements()).subscribe(out));
    turning.add(() => feed.end());
    return turning;
  });

/**
 * A port that cannot be taken makes the node stop: the source then emits `stop-requested` with what is wrong as the
 * reason, and completes. Whoever starts a node tells that from a signal by the entry's `by`.
 *
 * @example httpSource({ address: '127.0.0.1:0', isExposed: false, toListen: 1, view: viewOf(net) }, env)
 */
export const httpSource = (options: HttpOptions, env: Env): Source =>
  serving(options, env).pipe(
    catchError((error: unknown) => of<Event>({ type: 'stop-requested', reason: messageOf(error) })),
  );

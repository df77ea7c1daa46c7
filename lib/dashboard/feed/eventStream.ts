// The stream of server-sent events of the node, for as long as somebody listens: broken off, it is taken up again.
import { Observable, retry, timer, type SchedulerLike } from 'rxjs';

/** As the node writes them: lib/http/streamText.ts. */
const NAMES = ['snapshot', 'gap', 'entry', 'status', 'network'] as const;

export interface StreamMessage {
  readonly name: (typeof NAMES)[number];
  readonly data: unknown;
  /** Of the last entry, this one included: counts up by one within a process of the node. */
  readonly seq: number;
}

export interface StreamLost {
  readonly name: 'lost';
}

/** A node that is started anew takes about a second. */
const RETRY_MS = 2_000;

/** Errors once the browser has given up, which it does when the answer was no stream. */
const once = (path: string): Observable<StreamMessage | StreamLost> =>
  new Observable((out) => {
    const source = new EventSource(path);
    for (const name of NAMES) {
      source.addEventListener(name, ({ data, lastEventId }: MessageEvent<string>) => {
        try {
          out.next({ name, data: JSON.parse(data) as unknown, seq: Number(lastEventId) });
        } catch (error) {
          out.error(error);
        }
      });
    }
    source.addEventListener('error', () => {
      out.next({ name: 'lost' });
      if (source.readyState === EventSource.CLOSED) out.error(new Error('the stream was refused'));
    });
    return () => source.close();
  });

/** Never ends. The browser itself takes up a stream that broke; what it gives up is begun anew. */
export const eventStream = (path: string, scheduler: SchedulerLike): Observable<StreamMessage | StreamLost> =>
  once(path).pipe(retry({ delay: () => timer(RETRY_MS, scheduler) }));

// What the node says, as actions: first how everything is, then what happens, and the reports again when they change.
import {
  catchError,
  concatMap,
  debounceTime,
  from,
  map,
  merge,
  of,
  repeat,
  share,
  startWith,
  switchMap,
  takeUntil,
  timer,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import type { Action } from '../page/action.ts';
import type { NetworkView, Report } from '../page/page.ts';
import type { ToldEntry } from '../page/told.ts';
import { ask } from './ask.ts';
import { eventStream, type StreamLost, type StreamMessage } from './eventStream.ts';

/** The heartbeats of a node change its report more often; one that is alone may have nothing to say. */
const SILENT_MS_MAX = 12_000;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const status = (data: unknown): Action => ({ type: 'status-came', status: data as Report });
const network = (data: unknown): Action => ({ type: 'network-came', network: data as NetworkView });

/** The reports come before the number: it may be that of another process of the node. */
const snapshot = (data: unknown, seq: number): readonly Action[] => {
  const reports = data as { readonly status: unknown; readonly network: unknown };
  return [status(reports.status), network(reports.network), { type: 'stream-opened', seq }];
};

const ofStream = (message: StreamMessage | StreamLost): readonly Action[] => {
  switch (message.name) {
    case 'lost':
      return [{ type: 'link-lost', source: 'stream', error: 'the stream of events broke off' }];
    case 'snapshot':
      return snapshot(message.data, message.seq);
    case 'gap':
      return [{ type: 'gap-came', next: (message.data as { readonly next: number }).next }];
    case 'entry':
      return [{ type: 'entry-came', entry: message.data as ToldEntry, seq: message.seq }];
    case 'status':
      return [status(message.data)];
    case 'network':
      return [network(message.data)];
  }
};

/** A connection may be gone without a word: after a silence, the node is asked whether it is there. */
const watched = (said$: Observable<unknown>, scheduler: SchedulerLike): Observable<Action> =>
  said$.pipe(
    startWith(undefined),
    debounceTime(SILENT_MS_MAX, scheduler),
    switchMap(() =>
      ask('/healthy', scheduler).pipe(
        map((): Action => ({ type: 'answer-came' })),
        catchError((error: unknown) => of<Action>({ type: 'link-lost', source: 'answers', error: messageOf(error) })),
        repeat({ delay: () => timer(SILENT_MS_MAX, scheduler) }),
        takeUntil(said$),
      ),
    ),
  );

/** Never ends, and never errors: what goes wrong is an action too. */
export const feed = (scheduler: SchedulerLike): Observable<Action> => {
  const message$ = eventStream('/events', scheduler).pipe(share());
  return merge(message$.pipe(concatMap((message) => from(ofStream(message)))), watched(message$, scheduler));
};

/** As `millrace why --json`, with the sentences of the chain beside it. */
interface WhyAnswer {
  readonly summary: string;
  readonly chain: readonly { readonly at: string }[];
  readonly texts: readonly string[];
}

/** Why a subject is as it is. */
export const whyOf = (subject: string, scheduler: SchedulerLike): Observable<Action> =>
  ask(`/why/${encodeURIComponent(subject)}`, scheduler).pipe(
    map((answer): Action => {
      const { summary, texts, chain } = answer as WhyAnswer;
      const lines = texts.map((text, at) => ({ text, at: chain[at]?.at ?? '' }));
      return { type: 'why-came', why: { type: 'told', subject, summary, lines } };
    }),
    catchError((error: unknown) =>
      of<Action>({ type: 'why-came', why: { type: 'unknown', subject, error: messageOf(error) } }),
    ),
  );

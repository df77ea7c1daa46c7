// Takes each request from the server to its answer: screened, found by its path, written.
import debug from 'debug';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { catchError, defer, map, of, type Observable } from 'rxjs';
import { messageOf } from '../errors.ts';
import { fault, json, text, type Answer } from './answer.ts';
import { httpRoutes, WHY, whyRoute, type Asked } from './httpRoutes.ts';
import { UNREAD_BYTES_MAX } from './limits.ts';
import type { MetricsText } from './view.ts';
import type { Places } from './places.ts';
import { STREAM_TYPE } from './reader.ts';
import { screen } from './screen.ts';
import { writeAnswer } from './writeAnswer.ts';

const log = debug('millrace:http');

const EVENTS = '/events';
const METRICS = '/metrics';

export interface Answering {
  /** Exact Host headers that are served beside this machine's own. */
  readonly hosts: readonly string[];
  readonly files: ReadonlyMap<string, Answer>;
  readonly places: Places;
  readonly asked: () => Asked;
  /** Takes the response over for a stream of events; or says why not. */
  readonly stream: (request: IncomingMessage, response: ServerResponse) => Answer | undefined;
}

/** Everything before the query, which no route has; only a path, and not a whole URL. */
const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0] ?? '';

const notFound = (path: string): Answer =>
  fault(path.startsWith('/') ? 404 : 400, {
    error: path.startsWith('/') ? 'nothing is here' : 'the target must be a path', place: 'target', value: path,
    limit: ['/', ...Object.keys(httpRoutes), EVENTS, METRICS, `${WHY}SUBJECT`].join(', '),
  });

/** The one answer that is not there at once. */
const metrics = (from: MetricsText): Observable<Answer> =>
  defer(() => from.metrics()).pipe(map((body) => text(body, from.contentType)));

const found = (path: string, { files, asked }: Answering): Answer => {
  const file = files.get(path);
  if (file !== undefined) return file;
  const route = Object.hasOwn(httpRoutes, path) ? httpRoutes[path] : undefined;
  if (route !== undefined) return route(asked());
  return path.startsWith(WHY) ? whyRoute(path, asked()) : notFound(path);
};

const busy = (): Answer =>
  fault(503, { error: 'others have too much to read', limit: UNREAD_BYTES_MAX }, { headers: { 'retry-after': '1' } });

const failed = (path: string) => (error: unknown): Observable<Answer> => {
  log('%s: %O', path, error);
  return of(json({ error: `a bug of millrace: ${messageOf(error)}` }, 500));
};

const answered = (path: string, on: Answering): Observable<Answer> =>
  defer(() => {
    if (on.places.isFull) return of(busy());
    const { view } = on.asked();
    return path === METRICS && view.metrics !== undefined ? metrics(view.metrics) : of(found(path, on));
  }).pipe(catchError(failed(path)));

/** What `http.Server` is given as its listener. */
export const answering = (on: Answering) => (request: IncomingMessage, response: ServerResponse): void => {
  const { socket } = request;
  response.once('close', () => on.places.end(socket));
  response.on('error', (error) => log('answer broke: %s', error.message)); // 'close' follows
  if (!on.places.begin(socket)) {
    socket.destroy();
    return;
  }
  const path = pathOf(request);
  const refused = screen(request, on.hosts);
  if (refused === undefined && path === EVENTS && request.method === 'HEAD') {
    writeAnswer(response, text('', STREAM_TYPE));
    return;
  }
  if (refused === undefined && path === EVENTS) {
    const no = on.stream(request, response);
    if (no !== undefined) writeAnswer(response, no);
    return;
  }
  const answer$ = refused === undefined ? answered(path, on) : of(refused);
  const writing = answer$.subscribe({
    next: (answer) => writeAnswer(response, answer),
    error: (error: unknown) => socket.destroy(error instanceof Error ? error : undefined),
  });
  response.once('close', () => writing.unsubscribe());
};

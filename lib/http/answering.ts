// Takes each request from the server to its answer: screened, found by its path, written.
import debug from 'debug';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { messageOf } from '../errors.ts';
import { fault, json, type Answer } from './answer.ts';
import { httpRoutes, WHY, whyRoute, type Asked } from './httpRoutes.ts';
import { UNREAD_BYTES_MAX } from './limits.ts';
import type { Places } from './places.ts';
import { screen } from './screen.ts';
import { writeAnswer } from './writeAnswer.ts';

const log = debug('millrace:http');

const EVENTS = '/events';

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
    limit: ['/', ...Object.keys(httpRoutes), EVENTS, `${WHY}SUBJECT`].join(', '),
  });

const found = (path: string, { files, asked }: Answering): Answer => {
  const file = files.get(path);
  if (file !== undefined) return file;
  const route = Object.hasOwn(httpRoutes, path) ? httpRoutes[path] : undefined;
  if (route !== undefined) return route(asked());
  return path.startsWith(WHY) ? whyRoute(path, asked()) : notFound(path);
};

const busy = (): Answer =>
  fault(503, { error: 'others have too much to read', limit: UNREAD_BYTES_MAX }, { headers: { 'retry-after': '1' } });

const answered = (path: string, on: Answering): Answer => {
  try {
    return on.places.isFull ? busy() : found(path, on);
  } catch (error) {
    log('%s: %O', path, error);
    return json({ error: `a bug of millrace: ${messageOf(error)}` }, 500);
  }
};

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
  if (refused === undefined && path === EVENTS && request.method === 'GET') {
    const no = on.stream(request, response);
    if (no !== undefined) writeAnswer(response, no);
    return;
  }
  writeAnswer(response, refused ?? answered(path, on));
};

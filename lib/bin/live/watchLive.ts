// Shows what a node answers, again and again, on a screen of its own until q is pressed.
import {
  catchError, concat, defer, EMPTY, exhaustMap, finalize, fromEvent, ignoreElements, map, merge, mergeMap, of, scan,
  takeWhile, tap, timer, using, type Observable,
} from 'rxjs';
import type { ReadStream, WriteStream } from 'node:tty';
import { messageOf } from '../../errors.ts';
import { painter } from '../paint.ts';
import { frame, roomIn, type Size } from './frame.ts';
import { keysIn, type Key } from './keys.ts';
import { failed, newLiveState, pressed, seen, type LiveState } from './liveState.ts';
import { Screen } from './screen.ts';
import type { Sight } from './sight.ts';

const EVERY_MS = 1_000;

type News =
  | { readonly type: 'seen'; readonly sight: Sight }
  | { readonly type: 'failed'; readonly error: unknown }
  | { readonly type: 'pressed'; readonly key: Key }
  | { readonly type: 'resized' };

/** In raw mode, where each key comes at once and Ctrl-C is one; as it was again when nobody listens. */
const keys = (stdin: ReadStream): Observable<Key> =>
  defer(() => {
    if (!stdin.isTTY) return EMPTY; // somebody who cannot press keys has Ctrl-C
    stdin.setRawMode(true).setEncoding('utf8').resume();
    return fromEvent(stdin, 'data').pipe(finalize(() => stdin.setRawMode(false).pause()));
  }).pipe(mergeMap((text) => keysIn(String(text))));

/** With an answer once, a view outlives the node: the node may come back. Without one, there is nothing to see. */
const applied = (state: LiveState, news: News, size: Size): LiveState => {
  switch (news.type) {
    case 'seen':
      return seen(state, news.sight);
    case 'failed':
      if (state.sight === undefined) throw news.error;
      return failed(state, messageOf(news.error), Date.now());
    case 'pressed':
      return news.key === 'quit' || news.key === 'suspend' ? state : pressed(state, news.key, roomIn(state, size));
    case 'resized':
      return state;
  }
};

const isKey = (news: News, key: Key): boolean => news.type === 'pressed' && news.key === key;

const news = (sight$: Observable<Sight>): Observable<News> => merge(
  // exhaustMap: a tick while an answer is under way is passed over
  timer(0, EVERY_MS).pipe(exhaustMap(() => sight$.pipe(
    map((sight): News => ({ type: 'seen', sight })),
    catchError((error: unknown) => of<News>({ type: 'failed', error })),
  ))),
  keys(process.stdin).pipe(map((key): News => ({ type: 'pressed', key }))),
  fromEvent(process.stdout, 'resize').pipe(map((): News => ({ type: 'resized' }))),
);

const sizeOf = ({ columns, rows }: WriteStream): Size => ({ columns: columns || 80, rows: rows || 24 });

/** Until quit or suspended; the terminal is as it was when this ends. */
const turn = (
  sight$: Observable<Sight>,
  begin: LiveState,
  suspended: (state: LiveState) => void,
): Observable<never> => {
  const screen = new Screen(process.stdout);
  const paint = painter();
  const size = (): Size => sizeOf(process.stdout);
  return using(() => screen.taken(process), () => news(sight$).pipe(
    takeWhile((one) => !isKey(one, 'quit')),
    tap((one) => one.type === 'resized' && screen.forget()),
    scan(([state], one: News): readonly [LiveState, News] => [applied(state, one, size()), one],
      [begin, { type: 'resized' }] as readonly [LiveState, News]),
    tap(([state, one]) => isKey(one, 'suspend') && suspended(state)),
    takeWhile(([, one]) => !isKey(one, 'suspend')),
    tap(([state]) => screen.draw(frame(state, size(), { now: Date.now(), paint }))),
    ignoreElements(),
  ));
};

/**
 * Ends when the user quits. Ctrl-Z gives the terminal back, and the shell's `fg` shows the view again.
 *
 * @param sight$ one answer, each time it is subscribed. Its first error is the view's; later ones are shown in it
 */
export const watchLive = (sight$: Observable<Sight>, begin: LiveState = newLiveState()): Observable<never> =>
  defer(() => {
    let left: LiveState | undefined;
    const again = defer((): Observable<never> => {
      if (left === undefined) return EMPTY;
      process.kill(process.pid, 'SIGTSTP');
      return watchLive(sight$, left);
    });
    return concat(turn(sight$, begin, (state) => (left = state)), again);
  });

// One connection to the control socket: its request line, the answers, the end.
import debug from 'debug';
import type { Socket } from 'node:net';
import {
  catchError, endWith, fromEvent, map, Observable, of, raceWith, Subscription, switchMap, take, takeUntil, timer,
  type SchedulerLike,
} from 'rxjs';
import type { Env } from '../env.ts';
import { messageOf } from '../errors.ts';
import type { Event } from '../event.ts';
import { answers, type ControlView } from './answers.ts';
import { ControlError } from './controlError.ts';
import { LineError, lines } from './lines.ts';
import { lineOf, REQUEST_BYTES_MAX, type Answer, type ControlRequest } from './protocol.ts';
import { readRequest } from './readRequest.ts';
import { socketBytes } from './socketBytes.ts';

/** A program writes its request at once; a person who types one into `nc` has this long. */
const REQUEST_MS_MAX = 30_000;

/** How long the last answer may lie unread before the connection is cut. */
const UNREAD_MS_MAX = 10_000;

/** Of events that a slow reader has not taken: past this it is dropped, since the node must not remember for it. */
export const UNREAD_BYTES_MAX = 1_048_576;

const log = debug('millrace:control');

const request = (socket: Socket, scheduler: SchedulerLike): Observable<ControlRequest> =>
  socketBytes(socket).pipe(
    lines(REQUEST_BYTES_MAX),
    raceWith(
      timer(REQUEST_MS_MAX, scheduler).pipe(
        map((): never => {
          throw new ControlError('refused', `no request line within ${REQUEST_MS_MAX / 1_000} s`);
        }),
      ),
    ),
    take(1),
    map(readRequest),
  );

const asAnswer = (error: unknown): Answer => {
  if (!(error instanceof ControlError) && !(error instanceof LineError)) log('answered with %o', error);
  return { ok: false, error: error instanceof LineError ? `bad request: ${error.message}` : messageOf(error) };
};

const send = (socket: Socket, answer: Answer): void => {
  if (!socket.writable) return;
  if (socket.writableLength > UNREAD_BYTES_MAX) socket.destroy();
  else socket.write(lineOf(answer));
};

/** Ends when the connection does. Emits the events that were asked for. Unsubscribing says so, and cuts it. */
export const controlSession = (socket: Socket, view: ControlView, env: Env): Observable<Event> =>
  new Observable((out) => {
    socket.on('error', (error) => log('connection broke: %s', error.message)); // 'close' follows
    socket.once('close', () => out.complete());
    const answering = { view, env, socket, emit: (event: Event) => out.next(event) };
    const running = new Subscription();
    const answer$ = request(socket, env.scheduler).pipe(
      // switchMap: there is only one request
      switchMap((asked) => answers(asked, answering)),
      map((result): Answer => ({ ok: true, result })),
      catchError((error: unknown) => of(asAnswer(error))),
      endWith<Answer>({ end: 'answered' }),
      takeUntil(fromEvent(socket, 'close')),
    );
    const ended = (): void => {
      socket.end();
      running.add(env.scheduler.schedule(() => socket.destroy(), UNREAD_MS_MAX));
    };
    running.add(
      answer$.subscribe({
        next: (answer) => send(socket, answer),
        error: (error: unknown) => out.error(error),
        complete: ended,
      }),
    );
    return () => {
      running.unsubscribe();
      send(socket, { end: 'stopped' });
      socket.destroy();
    };
  });

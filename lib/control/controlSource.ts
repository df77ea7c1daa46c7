// What an operator asks for, through a local socket that only they can open. Also answers their questions.
import { catchError, mergeMap, Observable, of } from 'rxjs';
import type { Socket } from 'node:net';
import type { Env } from '../env.ts';
import { messageOf } from '../errors.ts';
import type { Event } from '../event.ts';
import type { Source } from '../source.ts';
import type { ControlView } from './answers.ts';
import { controlSession } from './controlSession.ts';
import { listenLocal } from './listenLocal.ts';
import { lineOf } from './protocol.ts';

/** A few terminals and scripts; each may hold a megabyte of events that nobody reads. */
export const CONTROL_CONNECTIONS_MAX = 32;

export interface ControlOptions {
  readonly path: string;
  readonly view: ControlView;
  readonly opened?: () => void;
}

/** How long somebody who is turned away has to read why. */
const TURNED_AWAY_MS = 1_000;

const turnAway = (socket: Socket, { scheduler }: Env): Observable<never> =>
  new Observable((out) => {
    socket.on('error', () => undefined); // it was not wanted anyhow
    socket.once('close', () => out.complete());
    socket.resume(); // what is left unread would reset the connection, and take the answer along
    const error = `${CONTROL_CONNECTIONS_MAX} control connections are open, limit ${CONTROL_CONNECTIONS_MAX}`;
    socket.end(lineOf({ ok: false, error }));
    const late = scheduler.schedule(() => socket.destroy(), TURNED_AWAY_MS);
    return () => {
      late.unsubscribe();
      socket.destroy();
    };
  });

/**
 * Emits a `command-requested` for every order. A socket that cannot be opened makes the node stop: the source then
 * emits `stop-requested` with what is wrong as the reason, and completes. Whoever starts a node tells that from a
 * signal by the entry's `by`.
 *
 * @param options `path`: from `controlPath`; `view`: what the answers are taken from; `opened`: told when it listens
 * @example sources: (net, env) => ({ control: controlSource({ path, view: viewOf(net) }, env) })
 */
export const controlSource = (
  { path, view, opened = () => undefined }: ControlOptions,
  env: Env,
): Source => {
  let open = 0;
  const session = (socket: Socket): Observable<Event> => {
    if (open >= CONTROL_CONNECTIONS_MAX) return turnAway(socket, env);
    open++;
    return new Observable<Event>((out) => {
      const running = controlSession(socket, view, env).subscribe(out);
      return () => {
        open--;
        running.unsubscribe();
      };
    });
  };
  return listenLocal(path, opened).pipe(
    mergeMap(session), // without a limit: those beyond it are told so
    catchError((error: unknown) => of<Event>({ type: 'stop-requested', reason: messageOf(error) })),
  );
};

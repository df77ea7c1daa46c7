// Asks a running node, through the socket in its data folder.
import { connect } from 'node:net';
import { concatMap, EMPTY, map, Observable, of, takeWhile, throwError } from 'rxjs';
import { ControlError } from './controlError.ts';
import { lines } from './lines.ts';
import { ANSWER_BYTES_MAX, lineOf, type Answer, type ControlRequest } from './protocol.ts';
import { readAnswer } from './readAnswer.ts';
import { socketBytes } from './socketBytes.ts';

export interface ControlClient {
  /**
   * The node's results: one for every request but `events`, which goes on until the node stops. Cold; unsubscribing
   * leaves. Errors with a ControlError: nobody runs there, the node says no, or the connection was cut off.
   */
  ask(request: ControlRequest): Observable<unknown>;
}

const asControlError = (path: string, error: NodeJS.ErrnoException): ControlError => {
  const code = error.code ?? error.message;
  if (code === 'ENOENT' || code === 'ECONNREFUSED') {
    return new ControlError('not-running', `nobody listens on ${path} (${code})`, { cause: error });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new ControlError('not-permitted', `${path} is another user's (${code})`, { cause: error });
  }
  return new ControlError('cut-off', `the connection to ${path} broke (${code})`, { cause: error });
};

const cutOff = (): ControlError =>
  new ControlError('cut-off', 'the node cut the connection: it died, or we are too slow');

const answerLines = (path: string, request: ControlRequest): Observable<string> =>
  new Observable((out) => {
    const socket = connect(path);
    socket.on('error', (error) => out.error(asControlError(path, error)));
    const running = socketBytes(socket)
      .pipe(lines(ANSWER_BYTES_MAX))
      .subscribe({
        next: (line) => out.next(line),
        error: (error: unknown) => out.error(asControlError(path, error as NodeJS.ErrnoException)),
        complete: () => out.error(cutOff()),
      });
    socket.write(lineOf(request));
    return () => {
      running.unsubscribe();
      socket.destroy();
    };
  });

const resultOf = (answer: Answer): Observable<unknown> => {
  if ('end' in answer) return EMPTY;
  return answer.ok ? of(answer.result) : throwError(() => new ControlError('refused', answer.error));
};

/** @example controlClient(controlPath('.millrace')).ask({ do: 'status' }) */
export const controlClient = (path: string): ControlClient => ({
  ask: (request) =>
    answerLines(path, request).pipe(
      map(readAnswer),
      takeWhile((answer) => !('end' in answer)),
      concatMap(resultOf), // concatMap: each is there at once
    ),
});

// Takes a local socket's path, in place of what a process that died has left there.
import { chmodSync, lstatSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { concat, defer, Observable } from 'rxjs';
import { ControlError } from './controlError.ts';

/** Whoever may write to the socket commands the node: its owner, and nobody else. */
const OWNER_ONLY = 0o600;

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

const isThere = (path: string): boolean => {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isSocket()) {
    throw new ControlError('bad-path', `${path} is in the way of the control socket: no socket, so move it elsewhere`);
  }
  return found !== undefined;
};

/** Completes when nobody answers at the path, and takes a dead socket away; errors when somebody does. */
const freed = (path: string): Observable<never> =>
  new Observable((out) => {
    if (!isThere(path)) {
      out.complete();
      return;
    }
    const socket = connect(path);
    socket.once('connect', () =>
      out.error(new ControlError('in-use', `another process listens on the control socket ${path}`)),
    );
    socket.once('error', (error) => {
      const code = codeOf(error);
      if (code === 'ECONNREFUSED' || code === 'ENOENT') {
        try {
          rmSync(path, { force: true });
          out.complete();
        } catch (cause) {
          out.error(failed(path, cause));
        }
      } else out.error(failed(path, error));
    });
    return () => void socket.destroy();
  });

const failed = (path: string, cause: unknown): ControlError =>
  new ControlError('bad-path', `the control socket ${path} cannot be opened: ${codeOf(cause)}`, { cause });

const sockets = (path: string, opened: () => void): Observable<Socket> =>
  new Observable((out) => {
    // Half open, so that a request may end with the end of what is sent instead of a newline.
    const server = createServer({ allowHalfOpen: true }, (socket) => out.next(socket));
    server.once('error', (error) => out.error(failed(path, error)));
    server.listen(path, () => {
      try {
        chmodSync(path, OWNER_ONLY);
      } catch (cause) {
        out.error(failed(path, cause)); // never open to others
        return;
      }
      opened();
    });
    return () => void server.close(); // takes the file away at once
  });

/**
 * Everybody who connects to `path`. Cold; unsubscribing takes the socket away, but closes no connection.
 * Errors with a ControlError when the path cannot be taken, or another process listens there.
 *
 * @param opened called once the path is taken
 */
export const listenLocal = (path: string, opened: () => void): Observable<Socket> =>
  concat(freed(path), defer(() => sockets(path, opened)));

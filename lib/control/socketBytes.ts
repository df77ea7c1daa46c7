// The bytes that a local socket receives, as a stream.
import type { Socket } from 'node:net';
import { Observable } from 'rxjs';

/** Completes when the other end has said all, errors when the connection broke. Unsubscribing stops listening. */
export const socketBytes = (socket: Socket): Observable<Uint8Array> =>
  new Observable((out) => {
    const onData = (bytes: Uint8Array): void => out.next(bytes);
    const onEnd = (): void => out.complete();
    const onError = (error: Error): void => out.error(error);
    socket.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onError);
    return () => {
      socket.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onError);
    };
  });

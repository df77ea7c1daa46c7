// Cuts a stream of bytes into lines, none of them longer than a limit.
import { Observable, type OperatorFunction } from 'rxjs';

const NEWLINE = 0x0a;

/** A line that is longer than its reader wants to hold. */
export class LineError extends Error {
  override readonly name = 'LineError';
}

/**
 * Text lines without their ends; what follows the last one counts as a line too. Errors with a LineError as soon as a
 * line has grown beyond `bytesMax`, so no more than that is ever held.
 *
 * @example socketBytes$.pipe(lines(65_536), map((line) => JSON.parse(line)))
 */
export const lines = (bytesMax: number): OperatorFunction<Uint8Array, string> => (bytes$) =>
  new Observable((out) => {
    let parts: Uint8Array[] = [];
    let held = 0;
    const take = (part: Uint8Array): void => {
      parts.push(part);
      held += part.length;
    };
    const flush = (): void => {
      const line = Buffer.concat(parts).toString('utf8');
      parts = [];
      held = 0;
      if (line !== '') out.next(line);
    };
    return bytes$.subscribe({
      next: (chunk) => {
        let from = 0;
        for (let at = chunk.indexOf(NEWLINE); at >= 0 && !out.closed; at = chunk.indexOf(NEWLINE, from)) {
          take(chunk.subarray(from, at));
          from = at + 1;
          if (held > bytesMax) out.error(new LineError(`line of ${held} bytes, limit ${bytesMax}`));
          else flush();
        }
        if (out.closed) return;
        take(chunk.subarray(from));
        if (held > bytesMax) out.error(new LineError(`line of more than ${bytesMax} bytes, limit ${bytesMax}`));
      },
      error: (error: unknown) => out.error(error),
      complete: () => {
        flush();
        out.complete();
      },
    });
  });

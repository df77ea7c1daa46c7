// Ends a node when whoever started it is gone: the pipe to its standard input then closes, even after a SIGKILL.
import { finalize, fromEvent, map, merge, take } from 'rxjs';
import type { Event } from '../event.ts';
import type { Source } from '../source.ts';

/** @param stdin the reading end of a pipe that is held open and never written to */
export const lifeline = (stdin: NodeJS.ReadStream): Source => {
  stdin.resume(); // its end is not noticed unless it is read
  return merge(fromEvent(stdin, 'end'), fromEvent(stdin, 'close'), fromEvent(stdin, 'error')).pipe(
    take(1),
    map((): Event => ({ type: 'stop-requested', reason: 'whoever started this node is gone' })),
    finalize(() => stdin.destroy()),
  );
};

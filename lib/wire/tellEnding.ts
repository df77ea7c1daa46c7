// The last signal of a session.
import type { Subscriber } from 'rxjs';
import type { Ending, Signal } from './session.ts';

export const tellEnding = (out: Subscriber<Signal>, ending: Ending): void => {
  out.next({ type: 'ended', ending });
  out.complete();
};

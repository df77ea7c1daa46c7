// A Peer out of its parts: what it is told goes to its life, and what its life tells is its events.
import { Observable, Subject, throwError } from 'rxjs';
import type { Event } from '../event.ts';
import { lazily } from '../lazily.ts';
import { RequestError, type Peer, type PeerCommand, type Requester } from '../peer.ts';
import { Life } from './life.ts';
import type { PeerParts } from './peerParts.ts';

export const makePeer = (parts: PeerParts): Peer => {
  const command$ = new Subject<PeerCommand>();
  let life: Life | undefined;

  const event$ = new Observable<Event>((out) => {
    const living = new Life(parts, out);
    life = living;
    const obeying = command$.subscribe({
      next: (command) => living.obey(command),
      error: (error: unknown) => out.error(error),
    });
    return () => {
      obeying.unsubscribe();
      living.running.unsubscribe();
      life = undefined;
    };
  });

  const gone = (): RequestError => new RequestError('not-connected', `${parts.id} is not alive`);
  const requester: Requester = {
    ask: (...request) => new Observable((out) => requester.askFor(out, ...request)),
    askFor: (out, route, data, options) => {
      const asker = life?.requester;
      if (asker !== undefined) return asker.askFor(out, route, data, options);
      out.error(gone());
      return undefined;
    },
    request: (...request) => lazily(() => life?.requester?.request(...request) ?? throwError(gone)),
    tell: (...request) => {
      if (life?.requester === undefined) throw gone();
      life.requester.tell(...request);
    },
  };

  return { id: parts.id, event$, command$, requester };
};

// The head's side of `millrace.watch`: every change of its map, for as long as the tail watches.
import { Observable, startWith, type Subscriber } from 'rxjs';
import type { Env } from '../env.ts';
import type { PeerId } from '../event.ts';
import { changesSince } from '../network/changes.ts';
import type { State } from '../state.ts';
import type { Relayed } from './casts.ts';
import { bulletinsFor, castBytes, notFrom, reportBytes } from './outgoing.ts';
import type { Told } from './told.ts';
import { whenStill, type Still } from '../whenStill.ts';

/** A radius grows by one as each neighbour's does: said at once, each step of all would be said to all. */
const STILL: Still = { withinMs: 30, mostMs: 500 };

export interface Watched {
  readonly env: Env;
  readonly state: () => State;
  /** After every step. */
  readonly state$: Observable<State>;
  /** Casts to pass on. */
  readonly relay$: Observable<Relayed>;
  readonly told: Told;
}

/** What is new goes out at the end of the tick, where the node stands once it is still, and a last word at once. */
export const watching = ({ env, state, state$, relay$, told }: Watched, peer: PeerId): Observable<Uint8Array> =>
  new Observable((out: Subscriber<Uint8Array>) => {
    const first = state().network;
    let cursor = first.changes.cursor;
    let isSoon = false;

    const send = (): void => {
      const { network } = state();
      const ids = changesSince(network.changes, cursor);
      cursor = network.changes.cursor;
      const news = ids === 'gap' ? [] : notFrom(network, peer, ids); // after a gap the digests differ, and tries tell
      if (news.length === 0 && told.isTold(peer, network)) return;
      told.note(peer, network);
      for (const bytes of bulletinsFor(network, news)) out.next(bytes);
    };
    /** Only what is new in the map: where this node stands goes with it, or is told when it is still. */
    const sendNews = (): void => {
      const { network } = state();
      const ids = changesSince(network.changes, cursor);
      if (ids === 'gap' || notFrom(network, peer, ids).length > 0) send();
      else cursor = network.changes.cursor;
    };
    const soon = (): void => {
      isSoon = false;
      if (!out.closed) sendNews();
    };
    told.note(peer, first);
    out.next(reportBytes(first));
    const error = (cause: unknown): void => out.error(cause);
    out.add(
      relay$.subscribe({
        next: (relayed) => relayed.except !== peer && out.next(castBytes(state().network, relayed)), error,
      }),
    );
    out.add(
      state$.subscribe({
        next: ({ network, lifecycle }) => {
          if (network.changes.cursor === cursor) return;
          if (lifecycle !== 'running') send();
          else if (!isSoon) {
            isSoon = true;
            env.soon(soon);
          }
        },
        error,
      }),
    );
    out.add(
      state$.pipe(
        startWith(state()), // what it is compared with: the first move from here is news already
        whenStill(({ network }) => network.agreement, STILL, env.scheduler),
      ).subscribe({ next: send, error }),
    );
  });

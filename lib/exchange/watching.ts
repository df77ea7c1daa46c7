// The head's side of `millrace.watch`: every change of its map, for as long as the tail watches.
import { Observable, type Subscriber } from 'rxjs';
import type { Env } from '../env.ts';
import type { PeerId } from '../event.ts';
import { changesSince } from '../network/changes.ts';
import type { NetworkState } from '../networkState.ts';
import type { State } from '../state.ts';
import type { Relayed } from './casts.ts';
import { bulletinsFor, notFrom, reportBytes } from './outgoing.ts';

/** A radius grows by one as each neighbour's does: said at once, each step of all would be said to all. */
export const REPORT_EVERY_MS = 50;

export interface Watched {
  readonly env: Env;
  readonly state: () => State;
  /** After every step. */
  readonly state$: Observable<State>;
  /** Casts to pass on. */
  readonly relay$: Observable<Relayed>;
}

const reportOf = ({ agreement: { digest, radius, excluded } }: NetworkState): string =>
  `${digest}/${radius}/${String(excluded)}`;

/** What is new goes out at the end of the tick, where the node stands within 50 ms, and a last word at once. */
export const watching = ({ env, state, state$, relay$ }: Watched, peer: PeerId): Observable<Uint8Array> =>
  new Observable((out: Subscriber<Uint8Array>) => {
    const first = state().network;
    let cursor = first.changes.cursor;
    let told = reportOf(first);
    let [isSoon, isLater] = [false, false];

    const send = (): void => {
      const { network } = state();
      const ids = changesSince(network.changes, cursor);
      cursor = network.changes.cursor;
      const news = ids === 'gap' ? [] : notFrom(network, peer, ids); // after a gap the digests differ, and tries tell
      if (news.length === 0 && told === reportOf(network)) return;
      told = reportOf(network);
      for (const bytes of bulletinsFor(network, news)) out.next(bytes);
    };
    const soon = (): void => {
      isSoon = false;
      if (!out.closed) send();
    };
    const later = (): void => {
      isLater = false;
      send();
    };
    out.next(reportBytes(first));
    out.add(
      relay$.subscribe({
        next: ({ text, except }) => except !== peer && out.next(reportBytes(state().network, [text])),
        error: (error: unknown) => out.error(error),
      }),
    );
    out.add(
      state$.subscribe({
        next: ({ network, lifecycle }) => {
          const isChanged = network.changes.cursor !== cursor;
          if (isChanged && lifecycle !== 'running') send();
          else if (isChanged && !isSoon) {
            isSoon = true;
            env.soon(soon);
          } else if (!isChanged && !isLater && reportOf(network) !== told) {
            isLater = true;
            out.add(env.scheduler.schedule(later, REPORT_EVERY_MS));
          }
        },
        error: (error: unknown) => out.error(error),
      }),
    );
  });

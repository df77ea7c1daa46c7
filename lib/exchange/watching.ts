// The head's side of `millrace.watch`: every change of its map, for as long as the tail watches.
import { filter, Observable, startWith, type Subscriber, type Subscription } from 'rxjs';
import type { Env } from '../env.ts';
import type { PeerId } from '../event.ts';
import { changesAfter, type Change } from '../network/changes.ts';
import { whenStill, type Still } from '../whenStill.ts';
import type { State } from '../state.ts';
import { advertsFor, hasteOf, isNothing, tidingsFor, type Haste } from '../tidings.ts';
import type { Relayed } from './casts.ts';
import { ADVERTS_MAX } from './keys.ts';
import { advertsOf, bulletinBytes, bulletinsWith, castBytes, itemsFor, type Telling } from './outgoing.ts';
import type { Told } from './told.ts';

/** A radius grows by one as each neighbour's does: said at once, each step of all would be said to all. */
const STILL: Still = { withinMs: 30, mostMs: 500 };
/** What is advertised goes with what comes in the same moment, or in the same second. */
export const ADVERT_MS = { soon: 20, later: 1_000 } as const;

/** To a tail, out of turn: what is wanted of it, or only how it is to tell what is new. */
export interface Nudge {
  readonly peer: PeerId;
  readonly telling: Telling;
}

export interface Watched {
  readonly env: Env;
  readonly state: () => State;
  /** After every step. */
  readonly state$: Observable<State>;
  /** Casts to pass on. */
  readonly relay$: Observable<Relayed>;
  readonly nudge$: Observable<Nudge>;
  readonly told: Told;
}

/** The changes that a watcher has not been told of: at once, and by adverts in each haste. */
class Following {
  readonly #watched: Watched;
  readonly #peer: PeerId;
  readonly #out: Subscriber<Uint8Array>;
  #cursor: number;
  /** What is put off; bounded by the journal of changes. */
  readonly #put: Record<keyof typeof ADVERT_MS, Change[]> = { soon: [], later: [] };
  #isSoon = false;

  constructor(watched: Watched, peer: PeerId, out: Subscriber<Uint8Array>) {
    [this.#watched, this.#peer, this.#out] = [watched, peer, out];
    this.#cursor = watched.state().network.changes.cursor;
  }

  /** After a gap the digests differ, and other ways are found. */
  #news(): readonly Change[] {
    const { network: { changes } } = this.#watched.state();
    const news = changesAfter(changes, this.#cursor);
    this.#cursor = changes.cursor;
    return news === 'gap' ? [] : news;
  }

  send(): void {
    if (this.#out.closed) return;
    const { state, told } = this.#watched;
    const [news, now] = [this.#news(), state()];
    const tidings = tidingsFor(now, this.#peer, news);
    this.#putOff(now, news);
    if (isNothing(tidings)) return;
    told.note(this.#peer, now.network);
    const items = itemsFor(now.network, tidings);
    for (const bytes of bulletinsWith(now.network, this.#peer, items)) this.#out.next(bytes);
  }

  #putOff({ self, network }: State, news: readonly Change[]): void {
    const link = network.links.get(this.#peer);
    for (const change of news) {
      const haste: Haste = hasteOf(change, self.node, link);
      if (haste === 'now') continue;
      if (this.#put[haste].push(change) > 1) continue;
      this.#out.add(this.#watched.env.scheduler.schedule(() => this.#advertise(haste), ADVERT_MS[haste]));
    }
  }

  #advertise(haste: keyof typeof ADVERT_MS): void {
    const { state, told } = this.#watched;
    const { network } = state();
    const nodes = advertsFor(state(), this.#peer, this.#put[haste].splice(0), haste);
    if (nodes.length === 0) return;
    told.note(this.#peer, network);
    this.#out.next(bulletinBytes(network, this.#peer, { adverts: advertsOf(network, nodes.slice(-ADVERTS_MAX)) }));
  }

  /** What is new goes out at the end of the tick, and a last word at once. */
  stepped({ network, lifecycle }: State): void {
    if (network.changes.cursor === this.#cursor) return;
    if (lifecycle !== 'running') this.send();
    else if (!this.#isSoon) {
      this.#isSoon = true;
      this.#watched.env.soon(() => {
        this.#isSoon = false;
        this.send();
      });
    }
  }
}

/** What is new goes out at the end of the tick, where the node stands once it is still, and a last word at once. */
export const watching = (watched: Watched, peer: PeerId): Observable<Uint8Array> =>
  new Observable((out: Subscriber<Uint8Array>) => {
    const { env, state, state$, relay$, nudge$, told } = watched;
    const following = new Following(watched, peer, out);
    const say = (telling: Telling = {}): void => {
      const network = told.telling(peer, state().network);
      out.next(bulletinBytes(network, peer, telling));
    };
    const follow = <T>(value$: Observable<T>, next: (value: T) => void): Subscription =>
      value$.subscribe({ next, error: (cause: unknown) => out.error(cause) });
    say();
    out.add(follow(relay$, (relayed) =>
      relayed.except !== peer && out.next(castBytes(state().network, peer, relayed))));
    out.add(follow(nudge$.pipe(filter((nudge) => nudge.peer === peer)), ({ telling }) => say(telling)));
    out.add(follow(state$, (now) => following.stepped(now)));
    const still$ = state$.pipe(
      startWith(state()), // what it is compared with: the first move from here is news already
      whenStill(({ network }) => network.agreement, STILL, env.scheduler),
    );
    out.add(follow(still$, () => {
      if (!told.isTold(peer, state().network)) say();
    }));
  });

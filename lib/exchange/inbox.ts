// What connections have brought in this tick: sifted at its end, and told as one event for each of them. Where their
// nodes stand is held a moment longer, since neighbours move together.
import { finalize, Subject, type Observable } from 'rxjs';
import type { Env } from '../env.ts';
import type { Event, PeerId } from '../event.ts';
import { Latest } from '../latest.ts';
import { RecordError } from '../network/recordError.ts';
import type { Verifier } from '../network/signing.ts';
import type { State } from '../state.ts';
import { Budget } from './budget.ts';
import { decodeBulletin, type Bulletin } from './bulletin.ts';
import { isCastText } from './cast.ts';
import type { Casts } from './casts.ts';
import type { Advert } from './keys.ts';
import { Reports } from './reports.ts';
import { sift, type Sifted } from './sift.ts';

/** More than a node has connections. */
const LINKS_MAX = 256;

/** As most bulletins hold: a beat says where its sender stands. */
const NOTHING: Sifted = { fresh: [], bad: [], known: 0, wanted: [] };

interface Heard {
  readonly items: string[];
  readonly adverts: Advert[];
  /** The last of them: what it says of its sender. */
  last: Bulletin;
  /** To be called once all that is in it has been taken in. */
  readonly then: (() => void)[];
}

export interface InboxParts {
  readonly env: Env;
  readonly casts: Casts;
  readonly verifier: Verifier;
  readonly state: () => State;
}

export class Inbox {
  readonly #parts: InboxParts;
  readonly #event$ = new Subject<Event>();
  readonly #budget = new Budget();
  readonly #refused = new Latest<PeerId, number>(LINKS_MAX);
  readonly #reports: Reports;
  #heard = new Map<PeerId, Heard>();

  constructor(parts: InboxParts) {
    this.#parts = parts;
    this.#reports = new Reports(parts, (event) => this.tell(event));
  }

  get event$(): Observable<Event> {
    return this.#event$.pipe(finalize(() => this.#reports.stop()));
  }

  /**
   * @param more `then`: when it has been taken in, at the end of the tick; `isAnswer`: what it advertises was asked for
   * @returns what it says
   * @throws RecordError when it is no bulletin; it has been counted by then
   */
  take(
    peer: PeerId, bytes: Uint8Array,
    { then, isAnswer = false }: { readonly then?: () => void; readonly isAnswer?: boolean } = {},
  ): Bulletin {
    try {
      const bulletin = decodeBulletin(bytes);
      if (this.#heard.size === 0) this.#parts.env.soon(() => this.#flush());
      const heard: Heard = this.#heard.get(peer) ?? { items: [], adverts: [], last: bulletin, then: [] };
      heard.items.push(...bulletin.items);
      if (!isAnswer) heard.adverts.push(...bulletin.adverts);
      heard.last = bulletin;
      if (then !== undefined) heard.then.push(then);
      this.#heard.set(peer, heard);
      return bulletin;
    } catch (error) {
      if (error instanceof RecordError) this.refuse(peer, error.message);
      throw error;
    }
  }

  /** Items that have come another way, to be verified like all others. */
  hear(peer: PeerId, items: readonly string[]): void {
    this.#judge(peer, { items, adverts: [] });
  }

  /** Something that no honest node says. */
  refuse(peer: PeerId, error: string, count = 1): void {
    const sum = (this.#refused.get(peer) ?? 0) + count;
    this.#refused.set(peer, sum);
    this.#event$.next({ type: 'items-refused', peer, error, count: sum });
  }

  tell(event: Event): void {
    this.#event$.next(event);
  }

  #flush(): void {
    const all = this.#heard;
    this.#heard = new Map();
    for (const [peer, heard] of all) this.#judge(peer, heard);
    for (const { then } of all.values()) for (const answer of then) answer();
  }

  /** The items first: the report is about the map with them. */
  #judge(
    peer: PeerId, { items, adverts, last }: { items: readonly string[]; adverts: readonly Advert[]; last?: Bulletin },
  ): void {
    const { env, verifier, state, casts } = this.#parts;
    const now = env.scheduler.now();
    const { map } = state().network;
    const afford = (): boolean => this.#budget.take(peer, now);
    const said = items.filter((text) => !isCastText(text));
    const sifted = said.length === 0 ? NOTHING : sift(said, { map, verifier, now, afford });
    const badCasts = said.length === items.length ? []
      : items.filter(isCastText).flatMap((text) => casts.hear(peer, text, afford) ?? []);
    const bad = badCasts.length === 0 ? sifted.bad : [...sifted.bad, ...badCasts];
    if (sifted.fresh.length > 0) this.#event$.next({ type: 'items-heard', peer, items: sifted.fresh });
    const [first] = bad;
    if (first !== undefined) this.refuse(peer, first, bad.length);
    if (last === undefined) return;
    this.#reports.hold({
      peer, ...last.report, cursor: last.cursor, lazy: last.lazy, known: sifted.known,
      adverts: sifted.wanted.length === 0 ? adverts : [...adverts, ...sifted.wanted],
    });
  }
}

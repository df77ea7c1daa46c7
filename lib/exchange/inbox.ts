// What connections have brought in this tick: sifted at its end, and told as one event for each of them.
import { finalize, Subject, Subscription, type Observable } from 'rxjs';
import type { Env } from '../env.ts';
import type { Event, PeerId } from '../event.ts';
import { Latest } from '../latest.ts';
import type { AgreementReport } from '../network/agreement.ts';
import { RecordError } from '../network/recordError.ts';
import type { Verifier } from '../network/signing.ts';
import { isNews } from '../networkChange.ts';
import type { State } from '../state.ts';
import { Budget } from './budget.ts';
import { decodeBulletin } from './bulletin.ts';
import { isCastText } from './cast.ts';
import type { Casts } from './casts.ts';
import { sift } from './sift.ts';

/** Too short to be noticed in a proof, and long enough for what several neighbours say to be one event. */
const REPORTS_HELD_MS = 20;
/** More than a node has connections. */
const LINKS_MAX = 256;

interface Heard {
  items: string[];
  report: AgreementReport | undefined;
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
  #heard = new Map<PeerId, Heard>();
  /** The last of each connection, as long as they are held. */
  readonly #reports = new Map<PeerId, AgreementReport>();
  #timer = Subscription.EMPTY;

  constructor(parts: InboxParts) {
    this.#parts = parts;
  }

  get event$(): Observable<Event> {
    return this.#event$.pipe(finalize(() => this.#timer.unsubscribe()));
  }

  /**
   * @param then when it has been taken in, at the end of the tick
   * @throws RecordError when it is no bulletin; it has been counted by then
   */
  take(peer: PeerId, bytes: Uint8Array, then?: () => void): void {
    try {
      const { report, items } = decodeBulletin(bytes);
      if (this.#heard.size === 0) this.#parts.env.soon(() => this.#flush());
      const heard = this.#heard.get(peer) ?? { items: [], report: undefined, then: [] };
      heard.items.push(...items);
      heard.report = report;
      if (then !== undefined) heard.then.push(then);
      this.#heard.set(peer, heard);
    } catch (error) {
      if (error instanceof RecordError) this.refuse(peer, error.message);
      throw error;
    }
  }

  /** Items that have come another way, to be verified like all others. */
  hear(peer: PeerId, items: readonly string[]): void {
    this.#judge(peer, { items: [...items], report: undefined, then: [] });
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
  #judge(peer: PeerId, { items, report }: Heard): void {
    const { env, verifier, state, casts } = this.#parts;
    const now = env.scheduler.now();
    const { map } = state().network;
    const afford = (): boolean => this.#budget.take(peer, now);
    const { fresh, bad: badItems } = sift(items.filter((text) => !isCastText(text)), { map, verifier, now, afford });
    const badCasts = items.filter(isCastText).flatMap((text) => casts.hear(peer, text, afford) ?? []);
    const bad = [...badItems, ...badCasts];
    if (fresh.length > 0) this.#event$.next({ type: 'items-heard', peer, items: fresh });
    const [first] = bad;
    if (first !== undefined) this.refuse(peer, first, bad.length);
    if (report !== undefined && isNews(state(), peer, report)) this.#hold(peer, report);
    else this.#reports.delete(peer);
  }

  /** The neighbours of a node move together, and each of their moves would be an event. */
  #hold(peer: PeerId, report: AgreementReport): void {
    const { scheduler } = this.#parts.env;
    if (this.#timer.closed) this.#timer = scheduler.schedule(() => this.#report(), REPORTS_HELD_MS);
    this.#reports.set(peer, report);
  }

  #report(): void {
    this.#timer.unsubscribe();
    const state = this.#parts.state();
    const reports = [...this.#reports]
      .filter(([peer, report]) => isNews(state, peer, report))
      .map(([peer, report]) => ({ peer, ...report }));
    this.#reports.clear();
    if (reports.length > 0) this.#event$.next({ type: 'links-reported', reports });
  }
}

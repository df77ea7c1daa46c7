// What connections have brought in this tick: sifted at its end, and told as one event for each of them.
import { Subject, type Observable } from 'rxjs';
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

/** More than a node has connections. */
const LINKS_MAX = 256;

interface Heard {
  items: string[];
  report: AgreementReport | undefined;
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

  constructor(parts: InboxParts) {
    this.#parts = parts;
  }

  get event$(): Observable<Event> {
    return this.#event$;
  }

  /** @throws RecordError when it is no bulletin; it has been counted by then */
  take(peer: PeerId, bytes: Uint8Array): void {
    try {
      const { report, items } = decodeBulletin(bytes);
      if (this.#heard.size === 0) this.#parts.env.soon(() => this.#flush());
      const heard = this.#heard.get(peer) ?? { items: [], report: undefined };
      heard.items.push(...items);
      heard.report = report;
      this.#heard.set(peer, heard);
    } catch (error) {
      if (error instanceof RecordError) this.refuse(peer, error.message);
      throw error;
    }
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
    if (report === undefined || !isNews(state(), peer, report)) return;
    this.#event$.next({ type: 'link-reported', peer, ...report });
  }
}

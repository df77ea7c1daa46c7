// Where connected nodes stand, held for a moment: neighbours move together, and each of their moves would be an event.
import { Subscription } from 'rxjs';
import type { Env } from '../env.ts';
import type { Event, LinkReport, PeerId } from '../event.ts';
import { isBusy } from '../network/changes.ts';
import { isMissing } from '../network/findByEdgeId.ts';
import { isNews } from '../networkChange.ts';
import type { State } from '../state.ts';
import { ADVERTS_MAX, type Advert } from './keys.ts';
import { SKEW_MS_MAX } from './sift.ts';

/** Too short to be noticed in a proof, and long enough for what several neighbours say to be one event. */
const REPORTS_HELD_MS = 20;

export interface ReportsParts {
  readonly env: Env;
  readonly state: () => State;
}

export class Reports {
  readonly #parts: ReportsParts;
  readonly #tell: (event: Event) => void;
  readonly #held = new Map<PeerId, LinkReport>();
  #timer = Subscription.EMPTY;

  constructor(parts: ReportsParts, tell: (event: Event) => void) {
    this.#parts = parts;
    this.#tell = tell;
  }

  /** The last of a connection counts, with all that was advertised and known before. */
  hold(report: LinkReport): void {
    const { peer, adverts = [], known = 0 } = report;
    const held = this.#held.get(peer);
    const all = held?.adverts === undefined || held.adverts.length === 0 ? adverts : [...held.adverts, ...adverts];
    this.#held.set(peer, { ...report, adverts: all.slice(0, ADVERTS_MAX), known: known + (held?.known ?? 0) });
    if (this.#timer.closed) {
      this.#timer = this.#parts.env.scheduler.schedule(() => this.#flush(), REPORTS_HELD_MS);
    }
  }

  stop(): void {
    this.#timer.unsubscribe();
  }

  #flush(): void {
    this.#timer.unsubscribe();
    const reports = [...this.#held.values()].flatMap((report) => this.#news(report));
    this.#held.clear();
    if (reports.length > 0) this.#tell({ type: 'links-reported', reports });
  }

  /** Without what does not matter by now. */
  #news({ adverts = [], known = 0, ...report }: LinkReport): readonly LinkReport[] {
    const state = this.#parts.state();
    const now = this.#parts.env.scheduler.now();
    const missing = adverts.length === 0 ? adverts : unique(adverts.filter((advert) =>
      advert.seq <= now + SKEW_MS_MAX && isMissing(state.network.map, advert)));
    const isCopying = known > 0 && isBusy(state.network.changes, now);
    if (missing.length === 0 && !isCopying && !isNews(state, report.peer, report)) return [];
    return [{
      ...report,
      ...(isCopying ? { known } : {}),
      ...(missing.length === 0 ? {} : { adverts: missing }),
    }];
  }
}

const unique = (adverts: readonly Advert[]): readonly Advert[] =>
  [...new Map(adverts.map((advert) => [`${advert.id} ${advert.seq}`, advert])).values()];

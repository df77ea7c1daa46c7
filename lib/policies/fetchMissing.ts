// Asks for what was advertised and did not come: first the one who said it first, and then ever more of the others.
import {
  asyncScheduler, defer, exhaustMap, filter, map, takeWhile, timer, type SchedulerLike,
} from 'rxjs';
import { chooseSupply, fetch, type Command } from '../command.ts';
import type { EventOf, LinkReport, PeerId } from '../event.ts';
import { isMissing } from '../network/findByEdgeId.ts';
import type { EdgeId } from '../network/ids.ts';
import { on, type Policy } from '../policy.ts';
import type { State } from '../state.ts';
import type { Step } from '../step.ts';
import { together } from '../steps.ts';
import { whenever } from '../whenever.ts';

export interface FetchMissing {
  /** What comes by itself does so within that time; in milliseconds. */
  readonly afterMs: number;
  /** How long those that were asked are given before the next are. */
  readonly againMs: number;
}

/** Of those that one connection was the first to name, so that it leaves room to the others: two bulletins. What is
 * over is found when maps are compared. */
const NAMED_MAX = 1_024;
/** So that nobody waits much longer than is said. */
const TICKS = 2;

interface Missing {
  readonly seq: number;
  /** Who named it first, and is charged for it. */
  readonly by: PeerId;
  /** Who has it, in the order they said so; those that were asked are taken out. */
  readonly from: readonly PeerId[];
  readonly dueAt: number;
  /** How many are asked next: one, two, four. Whoever advertises and does not give delays it by that much less. */
  readonly width: number;
}

interface Asking {
  readonly state: State;
  readonly now: number;
  readonly asks: Map<PeerId, EdgeId[]>;
}

class Gaps {
  readonly #terms: FetchMissing;
  readonly #missing = new Map<EdgeId, Missing>();
  /** How many of them each connection was the first to name. */
  readonly #named = new Map<PeerId, number>();

  constructor(terms: FetchMissing) {
    this.#terms = terms;
  }

  get isEmpty(): boolean {
    return this.#missing.size === 0;
  }

  readonly note = ({ event, now }: Step<EventOf<'links-reported'>>): void => {
    for (const report of event.reports) this.#noteAll(report, now);
  };

  #noteAll({ peer, adverts = [] }: LinkReport, now: number): void {
    for (const { id, seq } of adverts) {
      const old = this.#missing.get(id);
      if (old !== undefined) {
        const from = [...old.from.filter((one) => one !== peer), peer];
        this.#missing.set(id, { ...old, from, seq: Math.max(old.seq, seq) });
      } else if (this.#charge(peer, 1)) {
        this.#missing.set(id, { seq, by: peer, from: [peer], dueAt: now + this.#terms.afterMs, width: 1 });
      }
    }
  }

  /** @returns whether there was room */
  #charge(peer: PeerId, change: 1 | -1): boolean {
    const count = (this.#named.get(peer) ?? 0) + change;
    if (count > NAMED_MAX) return false;
    if (count === 0) this.#named.delete(peer);
    else this.#named.set(peer, count);
    return true;
  }

  /** @param now the step may be a while ago */
  readonly due = ({ state }: Step, { now }: { readonly now: number }): readonly Command[] => {
    const asks = new Map<PeerId, EdgeId[]>();
    for (const [id, missing] of this.#missing) {
      if (!isMissing(state.network.map, { id, seq: missing.seq })) this.#forget(id, missing);
      else if (now >= missing.dueAt) this.#ask(id, missing, { state, now, asks });
    }
    return [...asks].flatMap(([peer, ids]) => {
      const isSpare = state.network.links.get(peer)?.isSpare === true;
      return [...(isSpare ? [chooseSupply(peer, 'news')] : []), fetch(peer, ids)];
    });
  };

  #forget(id: EdgeId, { by }: Missing): void {
    this.#missing.delete(id);
    this.#charge(by, -1);
  }

  #ask(id: EdgeId, missing: Missing, { state, now, asks }: Asking): void {
    const { width } = missing;
    const from = missing.from.filter((peer) => state.peers.get(peer)?.phase === 'alive');
    if (from.length === 0) this.#forget(id, missing);
    else {
      for (const peer of from.slice(0, width)) asks.set(peer, [...(asks.get(peer) ?? []), id]);
      const dueAt = now + this.#terms.againMs;
      this.#missing.set(id, { ...missing, from: from.slice(width), dueAt, width: 2 * width });
    }
  }
}

/**
 * What somebody has advertised and nobody has brought `afterMs` later is asked for: of the first who has it, `againMs`
 * later of the next two, then of the next four. Whoever is asked becomes a supplier: it had what the others did not
 * bring. Nothing is asked twice of the same one.
 *
 * Plumtree's graft.
 *
 * @example fetchMissing({ afterMs: 80, againMs: 300 }, env.scheduler)
 */
export const fetchMissing = (terms: FetchMissing, scheduler: SchedulerLike = asyncScheduler): Policy =>
  (step$) =>
    defer(() => {
      const gaps = new Gaps(terms);
      const tickMs = terms.afterMs / TICKS;
      return step$.pipe(
        together((shared$) => {
          const due$ = shared$.pipe(
            on('links-reported'),
            map(gaps.note),
            filter(() => !gaps.isEmpty),
            // exhaustMap: one clock, for as long as anything is missing
            exhaustMap(() => timer(tickMs, tickMs, scheduler).pipe(
              map(() => ({ now: scheduler.now(), isOver: gaps.isEmpty })), takeWhile(({ isOver }) => !isOver))),
          );
          return shared$.pipe(whenever(due$, gaps.due));
        }),
      );
    });

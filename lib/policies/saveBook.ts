// Has what the node learnt written to disk: soon when it is about addresses, at once when an operator ruled.
import {
  asyncScheduler, auditTime, defer, filter, map, merge, type MonoTypeOperatorFunction, type SchedulerLike,
} from 'rxjs';
import { because } from '../because.ts';
import { save, type Command } from '../command.ts';
import { issue, type Policy } from '../policy.ts';
import type { State } from '../state.ts';
import type { Step } from '../step.ts';
import { Table } from '../table.ts';

/** An operator's ruling must outlive whatever ends the process next. */
const RULINGS = ['subject-banned', 'subject-unbanned'] as const;
/** One of the book is none: while the book is being read, what is known is less than what the file still holds. */
const isRuling = ({ event }: Step): boolean =>
  RULINGS.some((type) => type === event.type) && !(event.type === 'subject-banned' && event.from === 'book');

type Book = Pick<State, 'addresses' | 'bans'>;
const EMPTY: Book = { addresses: Table.empty(), bans: Table.empty() };

/** The steps that changed the book, except by a ruling: that one is written already. */
const changes: MonoTypeOperatorFunction<Step> = (step$) =>
  defer(() => {
    let last = EMPTY;
    return step$.pipe(
      filter((step) => {
        const { addresses, bans } = step.state;
        const isNews = addresses !== last.addresses || bans !== last.bans;
        if (isNews) last = { addresses, bans };
        return isNews && !isRuling(step);
      }),
    );
  });

/**
 * Saves the addresses and bans after they changed, at most once in `everyMs`, and after a ban or its end at once.
 *
 * The first change after a quiet time waits as well: changes come in bursts (a peer opens, and tells of fifty
 * addresses), so what is written at the first one is out of date at once. What a crash can take is `everyMs` of gossip.
 *
 * @param numbers `everyMs`: milliseconds
 * @example saveBook({ everyMs: 10_000 })
 */
export const saveBook =
  ({ everyMs }: { readonly everyMs: number }, scheduler: SchedulerLike = asyncScheduler): Policy =>
  (step$) =>
    merge(
      step$.pipe(filter(isRuling), issue((): readonly Command[] => [save()])),
      // auditTime: silent until the time is up, and then the newest
      step$.pipe(changes, auditTime(everyMs, scheduler), map((step) => because(step, save()))),
    );

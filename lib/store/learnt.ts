// Addresses and what is wrong with the others, told as events.
import type { Event, KnownAddress } from '../event.ts';

/** One event is one turn of the loop: a thousand addresses take it a millisecond or two. */
const ADDRESSES_PER_EVENT_MAX = 1_000;
/** Enough to see what is wrong with a list; the rest is counted. */
const PROBLEMS_SHOWN_MAX = 10;

/** @param from who tells: `config`, `file`, `dns` or `book` */
export const learnt = (
  from: string,
  addresses: readonly KnownAddress[],
  problems: readonly string[] = [],
): readonly Event[] => {
  const events: Event[] = [];
  for (let at = 0; at < addresses.length; at += ADDRESSES_PER_EVENT_MAX) {
    events.push({ type: 'addresses-learnt', from, addresses: addresses.slice(at, at + ADDRESSES_PER_EVENT_MAX) });
  }
  return problems.length === 0 ? events : [...events, missed(from, problems)];
};

export const missed = (from: string, problems: readonly string[]): Event => {
  const left = problems.length - PROBLEMS_SHOWN_MAX;
  const shown = [...problems.slice(0, PROBLEMS_SHOWN_MAX), ...(left > 0 ? [`and ${left} more`] : [])];
  return { type: 'addresses-missed', from, error: shown.join('; ') };
};

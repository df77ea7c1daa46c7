// What a node keeps over a restart: the addresses it knows and the bans in force. The pure part of the address book.
import { formatAddress, parseAddress, type Address } from '../address.ts';
import { ADDRESSES_MAX } from '../addressBook.ts';
import { isTriedPlace } from '../bookPlaces.ts';
import type { Event, KeptAddress } from '../event.ts';
import type { AddressState, Ban, State } from '../state.ts';
import { learnt } from './learnt.ts';

/** Where it stands follows from the rest, and from whether it stood among those where somebody was found. */
export type BookAddress = Omit<AddressState, 'place' | 'challenger' | 'openedAt'> & { readonly tried?: true };

export interface Book {
  readonly addresses: readonly BookAddress[];
  readonly bans: readonly Ban[];
  /** When it was written, by the clock of then; absent in one that a person wrote. */
  readonly savedAt?: number;
}

export const EMPTY_BOOK: Book = { addresses: [], bans: [] };

/** As many as the state keeps; ten thousand are 2 to 4 MB on disk. */
export const BOOK_ADDRESSES_MAX = ADDRESSES_MAX;
/** As many as the state keeps. */
export const BOOK_BANS_MAX = 4_096;
/** The longest wait there is: what is further off was written by a clock that was wrong. */
const DEFER_MS_MAX = 6 * 3_600_000;

/**
 * What of a state is worth keeping: no expired bans, and no address that turned out to be the node's own. Over the
 * limit, the addresses where somebody was alive last stay, and the bans that end last.
 */
export const bookOf = (state: Pick<State, 'addresses' | 'bans'>, now: number): Book => ({
  addresses: [...state.addresses.values()]
    .filter(({ self }) => self !== true)
    .map((address) => entryOf(address, now))
    .sort(byLastAlive)
    .slice(0, BOOK_ADDRESSES_MAX),
  bans: [...state.bans.values()]
    .filter(({ until }) => until > now)
    .sort((a, b) => b.until - a.until || compare(a.subject, b.subject))
    .slice(0, BOOK_BANS_MAX),
  savedAt: now,
});

/** A connection that stands has stood for so long, and somebody is there. */
const entryOf = ({ place, challenger: _, openedAt, ...rest }: AddressState, now: number): BookAddress => ({
  ...rest,
  ...(openedAt === undefined ? {} : { aliveAt: now, stoodMs: now - openedAt }),
  ...(isTriedPlace(place) ? { tried: true } : {}),
});

/** Over the whole of it, so that equal states give equal files. */
const byLastAlive = (a: BookAddress, b: BookAddress): number =>
  (b.aliveAt ?? 0) - (a.aliveAt ?? 0) || b.learntAt - a.learntAt || compare(a.endpoint, b.endpoint);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A book that was written later than now is of a clock that was ahead: what it puts off is put off by as much less. */
const aheadMs = ({ savedAt }: Book, now: number): number => Math.max(0, (savedAt ?? now) - now);

const corrected = (book: Book, now: number): Book => {
  const ms = aheadMs(book, now);
  return ms === 0 ? book : {
    addresses: book.addresses.map((one) => ({ ...one, nextAttemptAt: one.nextAttemptAt - ms })),
    bans: book.bans.map((ban) => ({ ...ban, until: ban.until - ms })),
  };
};

/** The events that lead a fresh state to what the book holds. */
export const bookEvents = (book: Book, now: number): readonly Event[] => eventsOf(corrected(book, now), now);

const wholeAddress = ({ endpoint, node }: BookAddress): Address =>
  node === undefined ? endpoint : formatAddress({ id: node, ...parseAddress(endpoint) });

const keptOf = ({ learntAt, provenAt, stoodMs, source, named, tried }: BookAddress): KeptAddress => ({
  learntAt,
  ...(provenAt === undefined ? {} : { provenAt }),
  ...(stoodMs === undefined ? {} : { stoodMs }),
  ...(source === undefined ? {} : { source }),
  ...(named === undefined ? {} : { named }),
  ...(tried === undefined ? {} : { tried }),
});

/** So that each finds the place that it had. */
const triedFirst = (addresses: readonly BookAddress[]): readonly BookAddress[] =>
  [...addresses.filter(({ tried }) => tried === true), ...addresses.filter(({ tried }) => tried !== true)];

const eventsOf = ({ addresses, bans }: Book, now: number): readonly Event[] => [
  ...bans.filter(({ until }) => until > now).map((ban): Event => ({ type: 'subject-banned', ...ban, from: 'book' })),
  ...learnt('book', triedFirst(addresses).map((address) => ({
    address: wholeAddress(address),
    ...(address.aliveAt === undefined ? {} : { aliveAt: address.aliveAt }),
    kept: keptOf(address),
  }))),
  ...addresses
    .filter(({ attempts, nextAttemptAt, lastError }) => attempts > 0 || nextAttemptAt > now || lastError !== undefined)
    .map(({ endpoint, attempts, nextAttemptAt, lastError }): Event => ({
      type: 'address-deferred',
      address: endpoint,
      until: Math.min(Math.max(nextAttemptAt, now), now + DEFER_MS_MAX),
      attempts,
      ...(lastError === undefined ? {} : { error: lastError }),
    })),
];

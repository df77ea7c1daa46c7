// The address book as it stands in the state: who has which place, who has to give way to whom, and what has none.
import type { Endpoint } from './address.ts';
import { BUCKET_PLACES, isTriedPlace, NEW_BUCKETS, newPlace, TRIED_BUCKETS, triedPlace, type BookPlace }
  from './bookPlaces.ts';
import type { AddressState } from './state.ts';
import type { Table } from './table.ts';

/** What the operator, the configuration or a file has named, and what is in no group: names and private addresses. */
export const LOOSE_MAX = 10_000;
/** Of these, what was only heard of: the operator's own find room after it. */
export const LOOSE_HEARD_MAX = 8_192;
/** Thirty thousand take 9 MB here and five on disk; a node needs a few dozen. */
export const ADDRESSES_MAX = LOOSE_MAX + BUCKET_PLACES * (NEW_BUCKETS + TRIED_BUCKETS);

/** Whoever was never found and failed so often gives way to the next that is told of. */
const HOPELESS_ATTEMPTS = 3;
/** And so does who was never found in a month. */
const STALE_MS = 30 * 86_400_000;

export interface AddressBook {
  readonly addresses: Table<AddressState>;
  /** By place. What has none is loose. */
  readonly places: Table<Endpoint>;
}

const withoutPlace = ({ place: _, ...rest }: AddressState): AddressState => rest;

const unchallenged = ({ challenger: _, ...rest }: AddressState): AddressState => rest;

const untried = ({ place: _, challenger: __, provenAt: ___, ...rest }: AddressState): AddressState => rest;

const loose = ({ addresses, places }: AddressBook): number => addresses.size - places.size;

/** The book with an address as it now is, wherever it stands. */
const kept = ({ addresses, places }: AddressBook, address: AddressState): AddressBook =>
  ({ addresses: addresses.set(address.endpoint, address), places });

export const forgotten = (book: AddressBook, endpoint: Endpoint): AddressBook => {
  const old = book.addresses.get(endpoint);
  if (old === undefined) return book;
  const places = old.place === undefined ? book.places : book.places.delete(old.place);
  return { addresses: book.addresses.delete(endpoint), places };
};

const standing = ({ addresses, places }: AddressBook, place: BookPlace): AddressState | undefined => {
  const endpoint = places.get(place);
  return endpoint === undefined ? undefined : addresses.get(endpoint);
};

/** At a place, where nobody else is. */
const placed = (book: AddressBook, address: AddressState, place: BookPlace): AddressBook => {
  const places = address.place === undefined ? book.places : book.places.delete(address.place);
  const { endpoint } = address;
  return { addresses: book.addresses.set(endpoint, { ...address, place }), places: places.set(place, endpoint) };
};

const isHopeless = ({ attempts, provenAt, learntAt }: AddressState, now: number): boolean =>
  provenAt === undefined && (attempts >= HOPELESS_ATTEMPTS || now - learntAt >= STALE_MS);

export interface Terms {
  readonly key: string;
  readonly now: number;
  /** We have chosen it ourselves, and will remember how it goes: whoever is in its place gives way. */
  readonly isChosen?: boolean;
}

/** An address that the book does not have. Where its place is taken, by one that is not hopeless, it is left out. */
export const added = (book: AddressBook, address: AddressState, { key, now, isChosen = false }: Terms): AddressBook => {
  const place = address.named === true ? undefined : newPlace(key, address.source ?? '', address.endpoint);
  if (place === undefined) {
    return loose(book) >= (address.named === true ? LOOSE_MAX : LOOSE_HEARD_MAX) ? book : kept(book, address);
  }
  const other = standing(book, place);
  if (other === undefined) return placed(book, address, place);
  return isChosen || isHopeless(other, now) ? placed(forgotten(book, other.endpoint), address, place) : book;
};

/** An address that is named from now on: it gives its place back. */
export const named = (book: AddressBook, address: AddressState): AddressBook => {
  const places = address.place === undefined ? book.places : book.places.delete(address.place);
  const own: AddressState = { ...withoutPlace(address), named: true };
  return { addresses: book.addresses.set(address.endpoint, own), places };
};

/** Whoever gives up a place among the tried is one of the new again, if there is room. */
const demoted = (book: AddressBook, address: AddressState, terms: Terms): AddressBook =>
  added(forgotten(book, address.endpoint), untried(address), terms);

/**
 * An address at which its node was found. Whoever stands in its place among the tried is tested before it gives way: it
 * is marked as challenged, and the next failure decides. Until then the address stays among the new.
 */
export const found = (book: AddressBook, address: AddressState, terms: Terms): AddressBook => {
  const proven: AddressState = { ...unchallenged(address), provenAt: terms.now };
  const place = proven.named === true ? undefined : triedPlace(terms.key, proven.endpoint);
  if (place === undefined || isTriedPlace(proven.place)) return kept(book, proven);
  const other = standing(book, place);
  if (other === undefined) return placed(book, proven, place);
  if (other.attempts > 0) return placed(demoted(book, other, terms), proven, place);
  return kept(kept(book, proven), { ...other, challenger: other.challenger ?? proven.endpoint });
};

/** An address where nobody was found although it was dialled: whoever has challenged it takes its place. */
export const failed = (book: AddressBook, address: AddressState, terms: Terms): AddressBook => {
  const known = kept(book, address);
  const { challenger, place } = address;
  if (challenger === undefined || place === undefined) return known;
  const next = known.addresses.get(challenger);
  const free = demoted(known, address, terms);
  return next?.provenAt === undefined || isTriedPlace(next.place) || next.named === true
    ? free
    : placed(free, free.addresses.get(challenger) ?? next, place);
};

// Which places are kept where there is no room for all: a matroid, taken greedily, one place at a time.
//
// The sets {/24} ⊂ {/16} ⊂ {all}, each with its quota, are a laminar family, so the sets of places that keep every
// quota are the independent sets of a matroid. The kept ones are its greatest by rank, then by id: the same whatever
// the order in which places came, and f(f(A) ∪ B) = f(A ∪ B). It takes that a place's rank and groups never change,
// which is why an entry keeps a version for each place.
import { Table } from '../table.ts';
import { Trie, type Keyed } from './trie.ts';
import type { Place } from './place.ts';

/** A place taken by a node. `key`: the lesser goes first, and ends with the name of the place, after a dot. */
export interface Seat extends Keyed {
  /** The entry's key. */
  readonly entry: string;
  readonly place: Place;
}

export interface Seats {
  readonly all: Trie<Seat>;
  readonly byGroup: Table<Trie<Seat>>;
}

export const NO_SEATS: Seats = { all: Trie.empty(), byGroup: Table.empty() };

const RANK_MAX = 255;

/** Rank, then id: an id is a hash, so whoever wants a low one must make many keys. Then the place, of one node's own. */
export const seatOf = (entry: string, place: Place): Seat => {
  const rank = (RANK_MAX - place.rank).toString(16).padStart(2, '0');
  return { key: rank + entry + Buffer.from(place.name).toString('hex').padEnd(PLACE_DIGITS, '0'), entry, place };
};
/** `rr/` and six bytes of a prefix, in hex, are 15 characters; in hex again, so that all keys have one length. */
const PLACE_DIGITS = 30;

const withSeat = ({ all, byGroup }: Seats, seat: Seat): Seats => ({
  all: all.set(seat),
  byGroup: seat.place.groups.reduce(
    (groups, { name }) => groups.update(name, (seats = Trie.empty<Seat>()) => seats.set(seat)), byGroup),
});

/** Without a seat: it expired, or was taken. */
export const withoutSeat = ({ all, byGroup }: Seats, seat: Seat): Seats => ({
  all: all.delete(seat.key),
  byGroup: seat.place.groups.reduce((groups, { name }) => groups.update(name, (seats) => {
    const others = seats?.delete(seat.key);
    return others?.size === 0 ? undefined : others;
  }), byGroup),
});

/** The seat that must go if this one comes: the least of the innermost group that is full, or of all. */
const contested = ({ all, byGroup }: Seats, { place }: Seat, allMax: number): Seat | undefined => {
  for (const { name, quota } of place.groups) {
    const seats = byGroup.get(name);
    if (seats !== undefined && seats.size >= quota) return seats.last();
  }
  return all.size >= allMax ? all.last() : undefined;
};

/** @returns the seats, and the one that was lost for it: another, or the very one that was to be taken */
export const seated = (seats: Seats, seat: Seat, allMax: number): { seats: Seats; lost: Seat | undefined } => {
  const rival = contested(seats, seat, allMax);
  if (rival === undefined) return { seats: withSeat(seats, seat), lost: undefined };
  if (rival.key < seat.key) return { seats, lost: seat };
  return { seats: withSeat(withoutSeat(seats, rival), seat), lost: rival };
};

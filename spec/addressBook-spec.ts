// Who stands where in the address book, and what a flood can take of it.
import { expect } from 'chai';
import fc from 'fast-check';
import {
  added, ADDRESSES_MAX, failed, forgotten, found, LOOSE_MAX, named, type AddressBook,
} from '../lib/addressBook.ts';
import {
  BUCKET_PLACES, GROUP_BUCKETS, isTriedPlace, NEW_BUCKETS, newPlace, SOURCE_BUCKETS, TRIED_BUCKETS, triedPlace,
} from '../lib/bookPlaces.ts';
import type { AddressState } from '../lib/state.ts';
import { Table } from '../lib/table.ts';

const EMPTY: AddressBook = { addresses: Table.empty(), places: Table.empty() };
const KEY = 'a key';
const terms = (now = 0, key = KEY) => ({ key, now });
const at = (endpoint: string, source = '198.51', more: Partial<AddressState> = {}): AddressState =>
  ({ endpoint, from: 'in-1', source, learntAt: 0, attempts: 0, nextAttemptAt: 0, ...more });
const v4 = (number: number): string =>
  `${11 + (number >> 16) % 80}.${(number >> 8) & 255}.${number & 255}.${1 + (number >> 24)}:7000`;

const filled = (book: AddressBook, addresses: readonly AddressState[], key = KEY): AddressBook =>
  addresses.reduce((all, one) => added(all, one, terms(0, key)), book);

const bucketsOf = (book: AddressBook): ReadonlySet<string> =>
  new Set([...book.places.keys()].map((place) => place.slice(0, place.lastIndexOf('/'))));

/** Two addresses that have one place among the tried. */
const rivals = (): readonly [string, string] => {
  const seen = new Map<string, string>();
  for (let number = 0; ; number++) {
    const endpoint = v4(number * 257);
    const place = triedPlace(KEY, endpoint) ?? '';
    const other = seen.get(place);
    if (other !== undefined) return [other, endpoint];
    seen.set(place, endpoint);
  }
};

describe('the address book', () => {
  it('gives a flood from one group no more than its share, whatever it tells of', () => {
    const honest = filled(EMPTY, Array.from({ length: 500 }, (_, one) => at(v4(one * 7_919), `203.${one % 50}`)));
    const flood = Array.from({ length: 20_000 }, (_, one) => at(v4(one * 104_729 + 1), '66.6'));
    const after = filled(honest, flood);
    const taken = [...after.addresses.values()].filter(({ source }) => source === '66.6');
    expect(taken.length).to.be.at.most(SOURCE_BUCKETS * BUCKET_PLACES);
    expect(taken.length).to.be.greaterThan(SOURCE_BUCKETS * BUCKET_PLACES / 2); // or the test would show nothing
    for (const { endpoint } of honest.addresses.values()) expect(after.addresses.has(endpoint)).to.be.true;
  });

  it('gives m groups of liars m shares, also where they tell before anybody honest does', () =>
    fc.assert(fc.property(fc.integer({ min: 1, max: 6 }), fc.string(), (groups, key) => {
      const flood = Array.from({ length: 6_000 }, (_, one) => at(v4(one * 104_729), `66.${one % groups}`));
      const book = filled(EMPTY, flood, key);
      expect(bucketsOf(book).size).to.be.at.most(groups * SOURCE_BUCKETS);
      expect(book.addresses.size).to.be.at.most(groups * SOURCE_BUCKETS * BUCKET_PLACES);
    }), { numRuns: 10 }));

  it('puts all of one group that one source tells of into one bucket, and what was found of it into eight', () => {
    const all = Array.from({ length: 5_000 }, (_, one) => at(`44.7.${one >> 8}.${one & 255}:7000`));
    const heard = filled(EMPTY, all);
    expect(bucketsOf(heard).size).to.equal(1);
    expect(heard.addresses.size).to.be.at.most(BUCKET_PLACES);
    const chosen = { ...terms(), isChosen: true };
    const tried = all.reduce((book, one) => found(added(book, one, chosen), one, terms()), EMPTY);
    const buckets = [...bucketsOf(tried)].filter((bucket) => bucket.startsWith('tried/'));
    expect(buckets.length).to.be.at.most(GROUP_BUCKETS);
  });

  it('has each address in one place and each place for one address, within its bounds, whatever happens', () => {
    const step = fc.tuple(
      fc.constantFrom('add', 'choose', 'find', 'fail', 'forget', 'name'), fc.nat(40), fc.nat(3), fc.nat(4),
    );
    fc.assert(fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const book = steps.reduce((before, [what, number, source, attempts]): AddressBook => {
        const endpoint = `41.${number % 4}.0.${number}:7000`;
        const known = before.addresses.get(endpoint);
        const one = { ...(known ?? at(endpoint, `66.${source}`)), attempts };
        switch (what) {
          case 'add': return known === undefined ? added(before, one, terms()) : before;
          case 'choose': return known === undefined ? added(before, one, { ...terms(), isChosen: true }) : before;
          case 'find': return known === undefined ? before : found(before, one, terms());
          case 'fail': return known === undefined ? before : failed(before, one, terms());
          case 'forget': return forgotten(before, endpoint);
          default: return known === undefined ? before : named(before, one);
        }
      }, EMPTY);
      for (const [place, endpoint] of book.places) expect(book.addresses.get(endpoint)?.place).to.equal(place);
      for (const { place, endpoint } of book.addresses.values()) {
        if (place !== undefined) expect(book.places.get(place)).to.equal(endpoint);
      }
      expect(book.addresses.size).to.be.at.most(ADDRESSES_MAX);
    }));
  });

  it('tests who stands in a place before it gives it to another one', () => {
    const [old, late] = rivals();
    const both = filled(EMPTY, [at(old, '1'), at(late, '2')]);
    const one = found(both, both.addresses.get(old) ?? at(old), terms(1));
    const two = found(one, one.addresses.get(late) ?? at(late), terms(2));
    expect(two.addresses.get(old)).to.include({ challenger: late });
    expect(isTriedPlace(two.addresses.get(late)?.place)).to.be.false;
    const answered = found(two, two.addresses.get(old) ?? at(old), terms(3));
    expect(answered.addresses.get(old)).to.not.have.property('challenger');
    expect(isTriedPlace(answered.addresses.get(old)?.place)).to.be.true;
    const silent = failed(two, two.addresses.get(old) ?? at(old), terms(3));
    expect(isTriedPlace(silent.addresses.get(late)?.place)).to.be.true;
    expect(silent.addresses.get(old)).to.not.have.property('provenAt');
  });

  it('does not keep a place for one that has failed already', () => {
    const [old, late] = rivals();
    const both = filled(EMPTY, [at(old, '1'), at(late, '2')]);
    const one = found(both, { ...(both.addresses.get(old) ?? at(old)), attempts: 1 }, terms(1));
    const two = found(one, one.addresses.get(late) ?? at(late), terms(2));
    expect(isTriedPlace(two.addresses.get(late)?.place)).to.be.true;
  });

  it('gives the place of one that never answered to the next, and of no other one', () => {
    const place = newPlace(KEY, '198.51', '41.1.0.1:7000') ?? '';
    const number = Array.from({ length: 4_000 }, (_, one) => one + 2)
      .find((one) => newPlace(KEY, '198.51', `41.1.${one >> 8}.${one & 255}:7000`) === place) ?? 0;
    const next = at(`41.1.${number >> 8}.${number & 255}:7000`);
    const held = (more: Partial<AddressState>): AddressBook =>
      added(EMPTY, at('41.1.0.1:7000', '198.51', more), terms());
    const stands = (book: AddressBook): string | undefined => added(book, next, terms(1)).places.get(place);
    expect(stands(held({}))).to.equal('41.1.0.1:7000');
    expect(stands(held({ attempts: 2 }))).to.equal('41.1.0.1:7000');
    expect(stands(held({ attempts: 3 }))).to.equal(next.endpoint);
    expect(stands(held({ attempts: 3, provenAt: 0 }))).to.equal('41.1.0.1:7000');
    expect(stands(held({ learntAt: -31 * 86_400_000 }))).to.equal(next.endpoint);
  });

  it('never gives up what the operator has named, and takes it in though all else is full', () => {
    const loose = Array.from({ length: LOOSE_MAX }, (_, one) => at(`10.0.${one >> 8}.${one & 255}:7000`));
    const full = filled(EMPTY, loose);
    const mine = at('10.9.9.9:7000', '', { named: true });
    expect(added(full, at('10.9.9.9:7000'), terms()).addresses.has('10.9.9.9:7000')).to.be.false;
    expect(added(full, mine, terms()).addresses.has('10.9.9.9:7000')).to.be.true;
    const told = filled(EMPTY, [at('41.1.0.1:7000')]);
    const kept = named(told, told.addresses.get('41.1.0.1:7000') ?? at('41.1.0.1:7000'));
    expect(kept.places.size).to.equal(0);
    const flooded = filled(kept, Array.from({ length: 3_000 }, (_, one) => at(`41.1.${one >> 8}.${one & 255}:7001`)));
    expect(flooded.addresses.get('41.1.0.1:7000')).to.include({ named: true });
  });

  it('puts addresses elsewhere under another key', () => {
    const places = (key: string): readonly string[] =>
      Array.from({ length: 50 }, (_, one) => `${newPlace(key, '1', v4(one)) ?? ''} ${triedPlace(key, v4(one)) ?? ''}`);
    expect(places('one')).to.deep.equal(places('one'));
    expect(places('one').filter((place, one) => place === places('two')[one])).to.have.length.below(3);
  });

  it('holds the bounds of the design', () =>
    expect([NEW_BUCKETS, TRIED_BUCKETS, BUCKET_PLACES]).to.deep.equal([256, 64, 64]));
});

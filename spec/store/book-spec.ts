// The address book as text and as events: what goes in comes out, and nothing else does harm.
import { expect } from 'chai';
import fc from 'fast-check';
import { initialState } from '../../lib/initialState.ts';
import { BOOK_ADDRESSES_MAX, BOOK_BANS_MAX, bookEvents, bookOf, type Book } from '../../lib/store/book.ts';
import { BOOK_BYTES_MAX, BookError, readBook } from '../../lib/store/readBook.ts';
import { TEXT_LENGTH_MAX, writeBook } from '../../lib/store/writeBook.ts';
import { ADDRESSES_MAX } from '../../lib/addressBook.ts';
import { BANS_MAX } from '../../lib/reducers/bans.ts';
import type { AddressState } from '../../lib/state.ts';
import { Table } from '../../lib/table.ts';
import { after } from '../../lib/testing/after.ts';
import { aState } from '../../lib/testing/aState.ts';
import { nodeIdFrom } from '../../lib/testing/nodeIdFrom.ts';
import { anyBookState } from '../support/bookArbitrary.ts';

const NOW = Date.UTC(2026, 0, 31);
const HOUR_MS = 3_600_000;

const addressState = (endpoint: string, more: Partial<AddressState> = {}): AddressState =>
  ({ endpoint, from: 'config', learntAt: NOW, attempts: 0, nextAttemptAt: NOW, ...more });

describe('the address book', () => {
  it('reads back the addresses and bans of any state', () => {
    fc.assert(fc.property(anyBookState, fc.integer({ min: 0, max: NOW }), (state, now) => {
      const read = readBook(writeBook(bookOf(state, now)), now);
      expect(read.problems).to.deep.equal([]);
      const kept = [...state.addresses.values()].filter(({ self }) => self === undefined);
      expect(Table.from(read.book.addresses.map((one) => [one.endpoint, one])).toJSON())
        .to.deep.equal(Table.from(kept.map((one) => [one.endpoint, one])).toJSON());
      const inForce = [...state.bans.values()].filter(({ until }) => until > now);
      expect(Table.from(read.book.bans.map((one) => [one.subject, one])).toJSON())
        .to.deep.equal(Table.from(inForce.map((one) => [one.subject, one])).toJSON());
    }));
  });

  it('leads a fresh node, through its events, to the addresses and bans it had', () => {
    fc.assert(fc.property(anyBookState, (state) => {
      const self = aState().self;
      const book = bookOf(after(initialState(self), NOW, ...bookEvents(bookOf(state, NOW), NOW)), NOW);
      const again = after(initialState(self), NOW, ...bookEvents(book, NOW));
      const shown = (one: AddressState): unknown => [one.endpoint, one.node, one.attempts, one.lastError];
      expect(bookOf(again, NOW).addresses.map(shown).sort()).to.deep.equal(book.addresses.map(shown).sort());
      expect(bookOf(again, NOW).bans).to.deep.equal(book.bans);
    }));
  });

  it('of a clock that was an hour ahead puts nothing off for an hour', () => {
    const put = addressState('a:1', { attempts: 1, nextAttemptAt: NOW + 5_000 });
    const state = { ...aState(), addresses: Table.from([['a:1', put]]),
      bans: Table.from([['b', { subject: 'b', until: NOW + 9_000, reason: '' }]]) };
    const { book } = readBook(writeBook(bookOf(state, NOW)), NOW - HOUR_MS);
    const again = after(initialState(aState().self), NOW - HOUR_MS, ...bookEvents(book, NOW - HOUR_MS));
    expect(again.addresses.get('a:1')?.nextAttemptAt).to.equal(NOW - HOUR_MS + 5_000);
    expect(again.bans.get('b')?.until).to.equal(NOW - HOUR_MS + 9_000);
  });

  it('is the same text for the same state, whatever the order in which it came to be', () => {
    fc.assert(fc.property(anyBookState, (state) => {
      const backwards = { ...state, addresses: Table.from([...state.addresses].reverse()) };
      expect(writeBook(bookOf(backwards, NOW))).to.equal(writeBook(bookOf(state, NOW)));
    }));
  });

  it('keeps the addresses where somebody was alive last, and the bans that end last, when there are too many', () => {
    const many = (length: number): readonly number[] => Array.from({ length: length + 5 }, (_, at) => at);
    const addresses = many(BOOK_ADDRESSES_MAX).map((at) => addressState(`a${at}:1`, { aliveAt: at }));
    const bans = many(BOOK_BANS_MAX).map((at) => ({ subject: `b${at}`, until: NOW + 1 + at, reason: '' }));
    const book = bookOf({
      addresses: Table.from(addresses.map((one) => [one.endpoint, one])),
      bans: Table.from(bans.map((one) => [one.subject, one])),
    }, NOW);
    expect([book.addresses.length, book.addresses.at(-1)?.endpoint]).to.deep.equal([BOOK_ADDRESSES_MAX, 'a5:1']);
    expect([book.bans.length, book.bans.at(-1)?.subject]).to.deep.equal([BOOK_BANS_MAX, 'b5']);
  });

  it('holds as many as the state does, and fits in what is read even when every text is as long as can be', () => {
    expect([BOOK_ADDRESSES_MAX, BOOK_BANS_MAX]).to.deep.equal([ADDRESSES_MAX, BANS_MAX]);
    const long = '\u0001'.repeat(TEXT_LENGTH_MAX); // six bytes each in JSON
    const most = writeBook({
      addresses: [addressState(`${'a'.repeat(253)}:65535`, {
        node: nodeIdFrom('a'), aliveAt: NOW, lastError: long, from: 'in-999999999',
      })],
      bans: [{ subject: 'b'.repeat(260), until: NOW, reason: long }],
    });
    expect(Buffer.byteLength(most) * BOOK_ADDRESSES_MAX / 2).to.be.below(BOOK_BYTES_MAX);
  });

  it('puts no address off for longer than the longest wait, however wrong the clock was that wrote it', () => {
    const book: Book = { addresses: [addressState('a:1', { attempts: 1, nextAttemptAt: NOW + 1e12 })], bans: [] };
    expect(bookEvents(book, NOW)[1]).to.deep.equal(
      { type: 'address-deferred', address: 'a:1', until: NOW + 6 * HOUR_MS, attempts: 1 },
    );
  });
});

describe('readBook', () => {
  it('reads a plain list of addresses', () => {
    const node = nodeIdFrom('a');
    expect(readBook(`["A:1", "${node}@[::1]:2"]`, NOW)).to.deep.equal({
      book: {
        addresses: [
          addressState('a:1', { from: 'book', named: true }),
          addressState('[::1]:2', { from: 'book', named: true, node }),
        ],
        bans: [],
      },
      problems: [],
    });
  });

  it('needs of an entry no more than its address', () => {
    expect(readBook('{"version":1,"addresses":[{"address":"a:1"}]}', NOW).book.addresses)
      .to.deep.equal([addressState('a:1', { from: 'book' })]);
  });

  it('leaves out the entries that are damaged, says which and why, and keeps the others', () => {
    const addresses = [
      { address: 'a:1', attempts: -1 }, { address: 'b:1', aliveAt: 'yesterday' }, { address: 'c:1', node: 'x' },
      {}, null,
      { address: `${nodeIdFrom('a')}@d:1`, node: nodeIdFrom('b') }, { address: 'e:1', lastError: 7 },
      { address: 'f:1' },
    ];
    const bans = [{ subject: '' }, { subject: 'a' }, { subject: 'b', until: '2999-01-01T00:00:00Z' }, 5];
    const { book, problems } = readBook(JSON.stringify({ version: 1, addresses, bans }), NOW);
    expect(book.addresses.map(({ endpoint }) => endpoint)).to.deep.equal(['f:1']);
    expect(book.bans).to.deep.equal([{ subject: 'b', until: Date.UTC(2999, 0), reason: '' }]);
    expect(problems).to.deep.equal([
      'addresses[0]: attempts is not a whole number from 0',
      'addresses[1]: aliveAt is not a time like 2026-01-31T12:00:00.000Z',
      'addresses[2]: node is not a node id',
      'addresses[3]: is not text but undefined',
      'addresses[4]: is not text but null',
      'addresses[5]: address and node name different nodes',
      'addresses[6]: lastError is not text',
      'bans[0]: has no subject', 'bans[1]: "a" has no until', 'bans[3]: has no subject',
    ]);
  });

  it('takes no more entries than the limit, and says so', () => {
    const list = Array.from({ length: BOOK_ADDRESSES_MAX + 1 }, (_, at) => `a${at}:1`);
    const { book, problems } = readBook(JSON.stringify(list), NOW);
    expect(book.addresses).to.have.lengthOf(BOOK_ADDRESSES_MAX);
    expect(problems).to.deep.equal(['addresses: 30481 entries, limit 30480: the others are left out']);
  });

  it('names 256 problems at most, and counts the others', () => {
    const { problems } = readBook(JSON.stringify(new Array(1_000).fill(1)), NOW);
    expect([problems.length, problems.at(-1)]).to.deep.equal([257, 'addresses: 744 more entries cannot be used']);
  });

  it('refuses what is no book at all', () => {
    const refusals = ['', '{', '5', 'null', '{}', '{"version":2,"addresses":[]}', '{"version":1,"addresses":{}}'];
    for (const text of refusals) expect(() => readBook(text, NOW), text).to.throw(BookError);
  });

  it('throws nothing but a BookError, whatever it is given', () => {
    const entry = fc.dictionary(
      fc.constantFrom('address', 'node', 'aliveAt', 'attempts', 'nextAttemptAt', 'lastError', 'from', 'learntAt',
        '__proto__', 'subject', 'until', 'reason'),
      fc.oneof(fc.jsonValue(), fc.constantFrom('a:1', '2026-01-31T12:00:00.000Z', '9'.repeat(400))),
    );
    const text = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('utf8')),
      fc.json(),
      fc.record({ version: fc.constant(1), addresses: fc.array(entry), bans: fc.array(entry) })
        .map((it) => JSON.stringify(it)),
      fc.array(fc.oneof(entry, fc.string()), { maxLength: 20 }).map((it) => JSON.stringify(it)),
      anyBookState.chain((state) => {
        const whole = writeBook(bookOf(state, 0));
        return fc.nat(whole.length).map((length) => whole.slice(0, length)); // a write that was cut off
      }),
    );
    fc.assert(fc.property(text, (it) => {
      try {
        const { book } = readBook(it, NOW);
        expect(readBook(writeBook(book), NOW).book).to.deep.equal(book);
        bookEvents(book, NOW);
      } catch (error) {
        expect(error).to.be.instanceOf(BookError);
      }
    }), { numRuns: 500 });
  });
});

// Which entries the dashboard shows.
import { expect } from 'chai';
import type { Action } from '../../../lib/dashboard/page/action.ts';
import type { Filter } from '../../../lib/dashboard/page/page.ts';
import { ROWS_MAX, shownItems, type ShownItems } from '../../../lib/dashboard/page/shownItems.ts';
import type { ToldEntry } from '../../../lib/dashboard/page/told.ts';
import { aPage, anEntry, BRUNO, pageAfter } from '../../support/aPage.ts';

const ENTRIES: readonly ToldEntry[] = [
  anEntry(1, { type: 'peer-opened', peer: 'out-1', node: BRUNO, text: 'out-1 to bruno is alive' }),
  anEntry(2, {
    kind: 'command',
    type: 'dial',
    by: 'dialIdle',
    address: `${BRUNO}@10.0.0.5:7000`,
    peer: 'out-2',
    text: 'dial',
  }),
  anEntry(3, {
    kind: 'refusal',
    type: 'command-refused',
    by: 'notBanned',
    guard: 'notBanned',
    peer: 'in-3',
    reason: 'is banned',
  }),
];

const came = (entries: readonly ToldEntry[]): readonly Action[] =>
  entries.map((entry) => ({ type: 'entry-came', entry, seq: 100 + entry.id }));

const ids = ({ items }: ShownItems): readonly number[] =>
  items.flatMap((item) => (item.type === 'entry' ? [item.entry.id] : []));

const passing = (filter: Partial<Filter>): readonly number[] =>
  ids(shownItems(pageAfter([...came(ENTRIES), { type: 'filtered', filter }], aPage())));

describe('the entries that are shown', () => {
  it('are the newest first', () => expect(passing({})).to.deep.equal([3, 2, 1]));

  it('are of the kinds that are wanted', () =>
    expect(passing({ kinds: ['command', 'refusal'] })).to.deep.equal([3, 2]));

  it('are of the type that is wanted', () => expect(passing({ type: 'dial' })).to.deep.equal([2]));

  it('have a text in them somewhere, whatever its case', () => {
    expect(passing({ text: 'BANNED' })).to.deep.equal([3]);
    expect(passing({ text: 'dialidle' })).to.deep.equal([2]);
  });

  it('are about a subject: a connection, a node by the beginning of its id, or an address', () => {
    expect(passing({ subject: 'in-3' })).to.deep.equal([3]);
    expect(passing({ subject: BRUNO.slice(0, 8) })).to.deep.equal([2, 1]);
    expect(passing({ subject: '10.0.0.5:7000' })).to.deep.equal([2]);
    expect(passing({ subject: 'dialIdle' })).to.deep.equal([]); // it is by it, not about it
  });

  it('stay as they are while the stream is held, and the number of those that wait grows', () => {
    const held = pageAfter(
      [...came(ENTRIES.slice(0, 1)), { type: 'held', isHeld: true }, ...came(ENTRIES.slice(1))],
      aPage(),
    );
    expect(ids(shownItems(held))).to.deep.equal([1]);
    expect(shownItems(held).waiting).to.equal(2);
    expect(ids(shownItems(pageAfter([{ type: 'held', isHeld: false }], held)))).to.deep.equal([3, 2, 1]);
  });

  it('are no more than a page can hold', () => {
    const shown = shownItems(
      pageAfter(came(Array.from({ length: ROWS_MAX + 7 }, (_, at) => anEntry(at + 1))), aPage()),
    );
    expect(shown.items).to.have.length(ROWS_MAX);
    expect(shown.more).to.equal(7);
  });
});

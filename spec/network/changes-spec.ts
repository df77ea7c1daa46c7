// The journal of changes, held against a plain list of all that ever changed.
import { expect } from 'chai';
import fc from 'fast-check';
import {
  CHANGES_MAX, changesAfter, changesSince, isBusy, noChanges, withChanges, type Changes, type News,
} from '../../lib/network/changes.ts';
import type { NodeId } from '../../lib/nodeId.ts';
import { nodeIdFrom } from '../../lib/testing/nodeIdFrom.ts';

const IDS = ['anna', 'ben', 'cleo', 'dora'].map(nodeIdFrom);

const changed = (changes: Changes, ids: readonly NodeId[], now = 0): Changes =>
  withChanges(changes, ids.map((id) => [id, 'record'] as const), now);

describe('changes', () => {
  it('tells whoever follows each node that has changed since, once, the latest last', () =>
    fc.assert(fc.property(fc.array(fc.constantFrom(...IDS)), fc.nat(100), (ids, after) => {
      const changes = changed(noChanges(1_000), ids);
      const news = ids.slice(after);
      const expected = [...new Set([...news].reverse())].reverse();
      expect(changesSince(changes, 1_000 + after)).to.deep.equal(after > ids.length ? 'gap' : expected);
    })));

  it('keeps the last 4,096, and says where that is not enough', () => {
    const many = Array.from({ length: CHANGES_MAX + 10 }, (_, at) => nodeIdFrom(`node ${at}`));
    const changes = changed(noChanges(0), many);
    expect(changesSince(changes, 10)).to.deep.equal(many.slice(10));
    expect(changesSince(changes, 9)).to.equal('gap');
    expect(changes.ring.size).to.equal(CHANGES_MAX);
  });

  it('takes no cursor of another process for one of its own', () => {
    const before = changed(noChanges(1_000), IDS);
    expect(changesSince(noChanges(60_000), before.cursor)).to.equal('gap');
    expect(changesSince(before, 60_000)).to.equal('gap');
    expect(changesSince(before, before.cursor)).to.deep.equal([]);
  });

  it('leaves the journal that it is made from as it was', () => {
    const one = changed(noChanges(0), IDS);
    changed(one, IDS);
    expect(changesSince(one, 0)).to.deep.equal(IDS);
  });

  it('says of each what is new, when it came, and whether it was one of many', () => {
    const news = Array.from({ length: 12 }, (_, at): [NodeId, News] => [nodeIdFrom(`n${at}`), 'header']);
    const changes = withChanges(noChanges(0), news, 5_000);
    const all = changesAfter(changes, 0);
    expect(all === 'gap' ? [] : all.map(({ isBusy: is }) => is))
      .to.deep.equal([...Array.from({ length: 10 }, () => false), true, true]);
    expect(all === 'gap' ? [] : all[11]).to.include({ news: 'header', at: 5_000 });
    expect(isBusy(changes, 14_999)).to.equal(true);
    expect(isBusy(changes, 15_000)).to.equal(false);
  });
});

// What a connection is told at once, and what is advertised to it.
import { expect } from 'chai';
import type { Change, News } from '../lib/network/changes.ts';
import type { LinkState } from '../lib/networkState.ts';
import { advertsFor, hasteOf, tidingsFor } from '../lib/tidings.ts';
import { after, aState, itemsHeard, opened, recordOf, reported, signedBy } from '../lib/testing/index.ts';

const [me, anna, bert] = [signedBy('me'), signedBy('anna'), signedBy('bert')];
const change = (news: News, more: Partial<Change> = {}): Change =>
  ({ id: anna, news, at: 100, isBusy: true, ...more });
const link = (more: Partial<LinkState> = {}): LinkState => ({ peer: 'out-1', node: bert, reportedAt: 0, ...more });
const lazy = link({ wants: 'adverts', turnedAt: 50 });

describe('tidings', () => {
  it('are told everywhere at once while little happens', () => {
    const quiet = { isBusy: false };
    for (const news of ['record', 'header', 'refuted', 'doubt'] as const) {
      expect(hasteOf(change(news, quiet), me, lazy), news).to.equal('now');
    }
  });

  it('are advertised in a busy network: renewals to all, records to those who want no more', () => {
    expect(hasteOf(change('record'), me, lazy)).to.equal('soon');
    expect(hasteOf(change('record'), me, link())).to.equal('now');
    expect(hasteOf(change('header'), me, link())).to.equal('later');
  });

  it('are told everywhere at once where they are of this node itself, or doubt somebody, or refute it', () => {
    expect(hasteOf(change('record', { id: me }), me, lazy)).to.equal('now');
    expect(hasteOf(change('doubt'), me, lazy)).to.equal('now');
    expect(hasteOf(change('refuted'), me, lazy)).to.equal('now');
  });

  it('are told as was wanted when they came, whatever was said since', () => {
    expect(hasteOf(change('record', { at: 49 }), me, lazy)).to.equal('now');
    expect(hasteOf(change('record', { at: 50 }), me, lazy)).to.equal('soon');
    const turned = link({ wants: 'news', turnedAt: 120 });
    expect(hasteOf(change('record'), me, turned)).to.equal('soon');
    expect(hasteOf(change('record', { at: 120 }), me, turned)).to.equal('now');
  });

  it('hold each node once, and go nowhere they came from', () => {
    const peers = { 'out-1': { node: bert }, 'out-2': {} };
    const state = after(
      aState({ peers }), 60, opened('out-1'), opened('out-2'), itemsHeard('out-2', [recordOf('anna')]),
      reported('out-1', { lazy: true }));
    const all = [change('doubt'), change('record', { isBusy: false }), change('header', { id: bert, isBusy: false })];
    expect(tidingsFor(state, 'out-1', all)).to.deep.equal({ nodes: [anna], headers: [bert], doubts: [] });
    expect(tidingsFor(state, 'out-2', all)).to.deep.equal({ nodes: [], headers: [bert], doubts: [] });
    const busy = [change('record'), change('record'), change('header', { id: bert })];
    expect(advertsFor(state, 'out-1', busy, 'soon')).to.deep.equal([anna]);
    expect(advertsFor(state, 'out-1', busy, 'later')).to.deep.equal([bert]);
    expect(advertsFor(state, 'out-2', busy, 'soon')).to.deep.equal([]);
  });
});

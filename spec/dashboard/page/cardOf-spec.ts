// What a card of the dashboard says of a node and of an edge.
import { expect } from 'chai';
import { cardOf, type Card } from '../../../lib/dashboard/page/cardOf.ts';
import type { Page, Selection } from '../../../lib/dashboard/page/page.ts';
import { ANNA, aNetwork, aNode, aPage, BRUNO, CLARA, pageAfter } from '../../support/aPage.ts';

const cardFor = (selection: Selection, page: Page = aPage()): Card =>
  cardOf(pageAfter([{ type: 'selected', selection }], page));

const fact = ({ facts }: Card, wanted: string): string | undefined =>
  facts.find(({ name }) => name === wanted)?.value;

describe('a card', () => {
  it('is that of the node itself when nothing is chosen', () => {
    const card = cardOf(aPage());
    expect(card).to.include({ title: 'anna', id: ANNA, remark: 'this node' });
    expect(fact(card, 'connections')).to.equal('1 out, 1 in');
  });

  it('says of a node what the map says, and what its connection shows', () => {
    const card = cardFor({ type: 'node', id: BRUNO });
    expect(card).to.include({ title: 'bruno', id: BRUNO, verdict: 'up', subject: 'out-1' });
    expect(fact(card, 'dialled')).to.equal('1 edge');
    expect(fact(card, 'round trip')).to.equal('12 ms');
    expect(fact(card, 'traffic')).to.equal('↓ 1.0 kB  ↑ 2.0 kB, now ↓ 0 B/s  ↑ 0 B/s');
  });

  it('asks about a node that is not connected by its id', () => {
    const page = aPage({ network: aNetwork({ gone: [aNode('emil', { verdict: 'down' })] }) });
    const { id } = aNode('emil');
    expect(cardFor({ type: 'node', id }, page)).to.include({ verdict: 'down', subject: id });
  });

  it('of an edge of this node asks about its connection', () => {
    expect(cardFor({ type: 'edge', tail: ANNA, head: BRUNO })).to.include({
      title: 'anna → bruno',
      subject: 'out-1',
    });
    expect(cardFor({ type: 'edge', tail: CLARA, head: ANNA })).to.include({ subject: 'in-2' });
  });

  it('of an edge between others says that only they know why', () => {
    const card = cardFor({ type: 'edge', tail: BRUNO, head: CLARA });
    expect(card.remark).to.equal('an edge between two others: only they know why it is there');
    expect(card).not.to.have.property('subject');
  });

  it('says so when an edge is denied, and when it is gone', () => {
    const edges = [{ tail: BRUNO, head: CLARA, denied: true }];
    const page = aPage({ network: aNetwork({ edges }) });
    expect(cardFor({ type: 'edge', tail: BRUNO, head: CLARA }, page).remark).to.match(/^denied/);
    expect(cardFor({ type: 'edge', tail: ANNA, head: BRUNO }, page).remark).to.equal('it is no longer in the map');
  });

  it('names a node that signed two records at once', () => {
    const nodes = [aNode('anna'), aNode('bruno', { equivocal: true })];
    expect(cardFor({ type: 'node', id: BRUNO }, aPage({ network: aNetwork({ nodes }) })).remark).to.match(
      /two records at once/,
    );
  });
});

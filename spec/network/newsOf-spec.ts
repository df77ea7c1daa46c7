// How much of what has changed others must be told.
import { expect } from 'chai';
import { newsOf } from '../../lib/network/newsOf.ts';
import { entryOf, type NetworkMap } from '../../lib/network/networkMap.ts';
import { learn } from '../../lib/network/learn.ts';
import { signRefresh } from '../../lib/network/record.ts';
import { aRecord, doubt, idOf, mapOf, record, town } from '../support/networkTown.ts';

const anna = (map: NetworkMap) => entryOf(map, idOf('anna'));
const first = mapOf([record('anna', { out: ['ben'] }), record('ben')]);
const { header } = signRefresh(aRecord('anna', { out: ['ben'] }), 9, town.signer('anna'));
const renewed = { type: 'refresh', header };
const doubted = learn(first, doubt('ben', 'anna')).map;

describe('newsOf', () => {
  it('is a record where its body is new, and where there was none', () => {
    expect(newsOf(undefined, anna(first))).to.equal('record');
    const moved = learn(first, record('anna', { seq: 2, out: [] })).map;
    expect(newsOf(anna(first), anna(moved))).to.equal('record');
    expect(newsOf(anna(first), undefined)).to.equal('record');
  });

  it('is a header where the same is said again, and a refutation where somebody doubted it', () => {
    const again = { ...renewed, type: 'refresh' as const };
    expect(newsOf(anna(first), anna(learn(first, again).map))).to.equal('header');
    expect(newsOf(anna(doubted), anna(learn(doubted, again).map))).to.equal('refuted');
  });

  it('is a doubt where only others have said something', () =>
    expect(newsOf(anna(first), anna(doubted))).to.equal('doubt'));

  it('is a record where the node holds more than one place', () => {
    const placed = learn(first, record('anna', { seq: 2, out: ['ben'], addresses: ['10.0.0.1:7000'] })).map;
    const again = learn(placed, record('anna', { seq: 3, out: ['ben'], addresses: ['10.0.0.1:7000'] })).map;
    expect(newsOf(anna(placed), anna(again))).to.equal('record');
  });
});

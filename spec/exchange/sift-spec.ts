// What gets into an event, and what does not.
import { expect } from 'chai';
import { itemText } from '../../lib/exchange/itemText.ts';
import { sift, SKEW_MS_MAX, type Sieve } from '../../lib/exchange/sift.ts';
import { edgeIdOf } from '../../lib/network/ids.ts';
import { aRecord, doubt, idOf, mapOf, record, town } from '../support/networkTown.ts';

const anna = record('anna', { out: ['bert'] });
const bert = record('bert');
const sieve = (more: Partial<Sieve> = {}): Sieve =>
  ({ map: mapOf([]), verifier: town, afford: () => true, now: 0, ...more });

describe('sift', () => {
  it('lets through what is new, and nothing that is known or comes twice', () => {
    const [a, b] = [itemText(anna), itemText(bert)];
    expect(sift([a, b, a], sieve({ map: mapOf([bert]) }))).to.deep.equal({ fresh: [a], bad: [], known: 2, wanted: [] });
  });

  it('judges each item by the map with those before it', () => {
    const texts = [anna, bert, doubt('bert', 'anna')].map(itemText);
    expect(sift(texts, sieve()).fresh).to.deep.equal(texts);
  });

  it('asks for the record that a doubt or a header is of, where it is not there', () => {
    const head = { type: 'refresh' as const, header: aRecord('anna', { seq: 7 }).header };
    const id = edgeIdOf(idOf('anna'));
    expect(sift([itemText(doubt('bert', 'anna', 5))], sieve()).wanted).to.deep.equal([{ id, seq: 5 }]);
    expect(sift([itemText(head)], sieve()).wanted).to.deep.equal([{ id, seq: 7 }]);
    const otherBody = sieve({ map: mapOf([anna]) });
    expect(sift([itemText(head)], otherBody)).to.deep.include({ fresh: [], bad: [], wanted: [{ id, seq: 7 }] });
  });

  it('takes a header alone where the body is known', () => {
    const head = itemText({ type: 'refresh', header: aRecord('anna', { out: ['bert'], seq: 7 }).header });
    expect(sift([head], sieve({ map: mapOf([anna]) })).fresh).to.deep.equal([head]);
  });

  it('names what is not signed by whom it says, what a stranger says of another, and what is no item', () => {
    const { header, body } = aRecord('carl');
    const forged = header.bytes.slice();
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    const text = itemText({ type: 'record', record: { body, header: { ...header, bytes: forged } } });
    const map = mapOf([record('carl'), bert]);
    const { fresh, bad } = sift([text, 'AAAA', itemText(doubt('bert', 'carl'))], sieve({ map }));
    expect(fresh).to.deep.equal([]);
    expect(bad).to.have.length(3);
    expect(sift([text], sieve()).bad).to.deep.equal(['record with a wrong signature']);
  });

  it('holds back what was signed further ahead than clocks may differ', () => {
    const [late, later] = [SKEW_MS_MAX, SKEW_MS_MAX + 1].map((seq) => itemText(record('anna', { seq })));
    expect(sift([later ?? '', late ?? ''], sieve())).to.deep.include({ fresh: [late], bad: [] });
  });

  it('checks no more signatures than it can afford, and none of what is known', () => {
    let left = 1;
    const texts = [anna, anna, bert].map(itemText);
    expect(sift(texts, sieve({ afford: () => left-- > 0 })).fresh).to.deep.equal([texts[0]]);
    expect(left).to.equal(-1);
  });
});

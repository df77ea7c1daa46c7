// Items as text: the same ones come out, and garbage is named as such.
import { expect } from 'chai';
import fc from 'fast-check';
import { itemOf, itemText } from '../../lib/exchange/itemText.ts';
import { RecordError } from '../../lib/network/recordError.ts';
import type { Item } from '../../lib/network/learn.ts';
import { aRecord, doubt, record } from '../support/networkTown.ts';

const { header } = aRecord('bert');
const all: readonly Item[] = [
  record('anna', { out: ['bert'], addresses: ['10.0.0.1:7000'] }),
  { type: 'refresh', header },
  { type: 'rival', header, beside: 'f'.repeat(32) },
  doubt('bert', 'anna'),
];

describe('an item as text', () => {
  for (const item of all) {
    it(`is the same ${item.type} again`, () => {
      const text = itemText(item);
      expect(text).to.match(/^[\w-]+$/);
      expect(itemText(itemOf(text))).to.equal(text);
      expect(itemOf(text).type).to.equal(item.type);
    });
  }

  it('is decoded once, however often it comes', () => {
    const text = itemText(record('carl'));
    expect(itemOf(text)).to.equal(itemOf(text));
  });

  it('is an item or a RecordError, whatever the bytes', () =>
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      try {
        itemOf(Buffer.from(bytes).toString('base64url'));
      } catch (error) {
        expect(error).to.be.instanceOf(RecordError);
      }
    }), { numRuns: 1_000 }));
});

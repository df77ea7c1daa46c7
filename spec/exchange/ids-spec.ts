// The question for the entries of some nodes.
import { expect } from 'chai';
import fc from 'fast-check';
import { decodeIds, encodeIds, IDS_MAX } from '../../lib/exchange/ids.ts';
import { edgeIdOf } from '../../lib/network/ids.ts';
import { RecordError } from '../../lib/network/recordError.ts';
import { signedBy } from '../../lib/testing/index.ts';

const someIds = fc.array(fc.string().map((name) => edgeIdOf(signedBy(name))), { maxLength: IDS_MAX });

describe('ids', () => {
  it('are read as they were written', () =>
    fc.assert(fc.property(someIds, (ids) =>
      void expect(decodeIds(encodeIds(ids))).to.deep.equal(ids))));

  it('are ids or a RecordError, whatever the bytes', () =>
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      try {
        decodeIds(bytes);
      } catch (error) {
        expect(error).to.be.instanceOf(RecordError);
      }
    })));

  it('are no more than can be answered at once', () => {
    const ids = Array.from({ length: IDS_MAX + 1 }, () => edgeIdOf(signedBy('anna')));
    expect(() => decodeIds(encodeIds(ids))).to.throw(RecordError, `${IDS_MAX + 1} ids, limit ${IDS_MAX}`);
  });
});

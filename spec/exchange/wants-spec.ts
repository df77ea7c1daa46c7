// The question for the records of some nodes.
import { expect } from 'chai';
import fc from 'fast-check';
import { NO_BODY, WANTS_MAX } from '../../lib/exchange/keys.ts';
import { decodeWants, encodeWants } from '../../lib/exchange/wants.ts';
import { edgeIdOf } from '../../lib/network/ids.ts';
import { RecordError } from '../../lib/network/recordError.ts';
import { signedBy } from '../../lib/testing/index.ts';

const someWant = fc.record({
  id: fc.string().map((name) => edgeIdOf(signedBy(name))),
  body: fc.uint8Array({ minLength: 6, maxLength: 6 }).map((bytes) => Buffer.from(bytes).toString('hex')),
});

describe('wants', () => {
  it('are read as they were written', () =>
    fc.assert(fc.property(fc.array(someWant, { maxLength: WANTS_MAX }), (wants) =>
      void expect(decodeWants(encodeWants(wants))).to.deep.equal(wants))));

  it('are wants or a RecordError, whatever the bytes', () =>
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      try {
        decodeWants(bytes);
      } catch (error) {
        expect(error).to.be.instanceOf(RecordError);
      }
    })));

  it('are no more than can be answered at once', () => {
    const wants = Array.from({ length: WANTS_MAX + 1 }, () => ({ id: edgeIdOf(signedBy('anna')), body: NO_BODY }));
    expect(() => decodeWants(encodeWants(wants))).to.throw(RecordError, `${WANTS_MAX + 1} wants, limit ${WANTS_MAX}`);
  });
});

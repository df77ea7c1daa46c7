// The codec against rsocket-core 0.0.27, the reference in JavaScript: each reads what the other writes, byte for byte.
import { expect } from 'chai';
import fc from 'fast-check';
import { encode, readFrame } from '../../lib/wire/codec.ts';
import type { Frame } from '../../lib/wire/frame.ts';
import { decodeRoute, encodeRoute } from '../../lib/wire/routing.ts';
import { asFrame, asJson, bytesOf, hexOf, known } from '../support/frames.ts';
import { legible, readTheirs, theirBytes, theirRoute, theirsOf } from '../support/rsocketCore.ts';
import { vectors } from '../support/vectors.ts';

const NUM_RUNS = 1_500;
/** rsocket-core cannot write a token of no bytes, and we write no other. */
const samely = (frame: Frame): boolean => frame.type !== 'SETUP' || !frame.resume;

describe('the codec and rsocket-core', () => {
  it('write the same bytes', () =>
    fc.assert(fc.property(known.filter(samely), (frame) => {
      expect(hexOf(encode(frame))).to.equal(hexOf(theirBytes(theirsOf(frame))));
    }), { numRuns: NUM_RUNS }));

  it('read what ours writes as the same frame', () =>
    fc.assert(fc.property(known, (frame) => {
      expect(readTheirs(encode(frame))).to.deep.equal(legible(theirsOf(frame)));
    }), { numRuns: NUM_RUNS }));

  it('read what theirs writes as the same frame', () =>
    fc.assert(fc.property(known, fc.uint8Array({ minLength: 1, maxLength: 40 }), (frame, token) => {
      const bytes = theirBytes(theirsOf(frame, Buffer.from(token)));
      expect(asJson(readFrame(bytes, 3, bytes.length))).to.deep.equal(asJson(frame));
    }), { numRuns: NUM_RUNS }));

  for (const { name, frame, hex } of vectors.both) {
    it(`agree on ${name}`, () => {
      expect(hexOf(theirBytes(theirsOf(asFrame(frame))))).to.equal(hex);
      expect(readTheirs(bytesOf(hex))).to.deep.equal(legible(theirsOf(asFrame(frame))));
    });
  }

  it('write the same metadata for a route, and read it', () =>
    fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), (route) => {
      expect(hexOf(encodeRoute(route))).to.equal(hexOf(theirRoute(route)));
      expect(decodeRoute(theirRoute(route))).to.equal(route);
    })));
});

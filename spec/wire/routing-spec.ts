// Routes as metadata of `message/x.rsocket.routing.v0`, and what else may come as such.
import { expect } from 'chai';
import fc from 'fast-check';
import { FrameError } from '../../lib/wire/frame.ts';
import { decodeRoute, encodeRoute } from '../../lib/wire/routing.ts';
import { hexOf } from '../support/frames.ts';

describe('encodeRoute', () => {
  it('writes one tag: its length and its UTF-8', () =>
    expect(hexOf(encodeRoute('chat.say'))).to.equal(`08${Buffer.from('chat.say').toString('hex')}`));

  it('writes what decodeRoute reads', () =>
    fc.assert(fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), (route) => {
      expect(decodeRoute(encodeRoute(route))).to.equal(route);
    })));

  it('takes 255 bytes, and refuses 256 and none', () => {
    expect(decodeRoute(encodeRoute('r'.repeat(255)))).to.equal('r'.repeat(255));
    expect(() => encodeRoute('é'.repeat(128))).to.throw(FrameError, 'route of 256 bytes, limit 255 bytes');
    expect(() => encodeRoute('')).to.throw(FrameError, 'route of 0 bytes, at least 1');
  });

  it('gives the same bytes for a route it has kept and for one past what it keeps', () => {
    const routes = Array.from({ length: 3_000 }, (_, index) => `route.${index}`);
    const first = routes.map((route) => hexOf(encodeRoute(route)));
    expect(routes.map((route) => hexOf(encodeRoute(route)))).to.deep.equal(first);
  });
});

describe('decodeRoute', () => {
  it('takes the first tag for the route and leaves the others', () =>
    expect(decodeRoute(Uint8Array.of(1, 0x61, 2, 0x62, 0x63, 0))).to.equal('a'));

  it('keeps a byte order mark, since routes are compared byte for byte', () =>
    expect(decodeRoute(Uint8Array.of(4, 0xef, 0xbb, 0xbf, 0x61))).to.equal('\ufeffa'));

  const malformed: readonly (readonly [string, Uint8Array | undefined, string])[] = [
    ['no metadata', undefined, 'request without a route'],
    ['metadata of no bytes', Uint8Array.of(), 'request without a route'],
    ['an empty tag', Uint8Array.of(0), 'route of 0 bytes, at least 1'],
    ['a tag past the end', Uint8Array.of(3, 0x61, 0x62), 'routing tag ends at byte 4 of 3'],
    ['a later tag past the end', Uint8Array.of(1, 0x61, 1), 'routing tag ends at byte 4 of 3'],
    ['bytes that are not UTF-8', Uint8Array.of(1, 0xff), 'route that is not UTF-8'],
  ];
  for (const [name, metadata, says] of malformed) {
    it(`refuses ${name}`, () =>
      expect(() => decodeRoute(metadata)).to.throw(FrameError, says).with.property('reason', 'protocol'));
  }

  it('throws nothing but a FrameError, whatever the bytes', () =>
    fc.assert(fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
      try {
        expect(decodeRoute(bytes)).to.be.a('string');
      } catch (error) {
        expect(error).to.be.instanceOf(FrameError);
      }
    }), { numRuns: 2_000 }));
});

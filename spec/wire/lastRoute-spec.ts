// The route of a request, remembered for the next.
import { expect } from 'chai';
import * as fc from 'fast-check';
import { LastRoute } from '../../lib/wire/lastRoute.ts';
import { decodeRoute, encodeRoute } from '../../lib/wire/routing.ts';

describe('LastRoute', () => {
  it('says what decoding would, whatever came before', () => {
    const metadata = fc.oneof(
      fc.constantFrom('a', 'b', 'ab', 'ä').map((route) => encodeRoute(route)),
      fc.uint8Array({ maxLength: 3 }),
      fc.constant(undefined),
    );
    const outcome = (decode: () => string): string => {
      try {
        return decode();
      } catch (error) {
        return String(error);
      }
    };
    fc.assert(fc.property(fc.array(metadata, { maxLength: 12 }), (all) => {
      const last = new LastRoute();
      for (const one of all) expect(outcome(() => last.decode(one))).to.equal(outcome(() => decodeRoute(one)));
    }));
  });

  it('keeps no view of what it was given', () => {
    const last = new LastRoute();
    const bytes = Uint8Array.from(encodeRoute('a'));
    expect(last.decode(bytes)).to.equal('a');
    bytes[1] = 'b'.charCodeAt(0);
    expect(last.decode(bytes)).to.equal('b');
  });
});

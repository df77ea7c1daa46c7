// Which goodbye a refusal asks for.
import { expect } from 'chai';
import { goodbyeFor } from '../lib/guard.ts';
import { GOODBYE_REASONS } from '../lib/reasons.ts';

describe('goodbyeFor', () => {
  for (const reason of GOODBYE_REASONS) {
    it(`finds ${reason} before a colon`, () => expect(goodbyeFor(`${reason}: because`)).to.equal(reason));
  }

  const others = ['', ':', 'full', 'full of it: 8', ' full: 8', 'Full: 8', 'unreachable: never said', 'constructor: x'];
  for (const refusal of others) {
    it(`says refused for ${JSON.stringify(refusal)}`, () => expect(goodbyeFor(refusal)).to.equal('refused'));
  }
});

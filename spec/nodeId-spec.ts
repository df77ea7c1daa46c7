// Node ids.
import { expect } from 'chai';
import fc from 'fast-check';
import { base32, isNodeId, NODE_ID_BYTES, nodeIdOf } from '../lib/nodeId.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('base32', () => {
  // RFC 4648, section 10, in lower case and without padding
  for (const [text, encoded] of [
    ['', ''], ['f', 'my'], ['fo', 'mzxq'], ['foo', 'mzxw6'], ['foob', 'mzxw6yq'], ['fooba', 'mzxw6ytb'],
    ['foobar', 'mzxw6ytboi'],
  ] as const) {
    it(`writes ${JSON.stringify(text)} as ${JSON.stringify(encoded)}`, () =>
      expect(base32(bytes(text))).to.equal(encoded));
  }

  it('has a character for every five bits begun, and writes no two inputs of a length the same', () =>
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (input) => {
      const text = base32(input);
      expect(text).to.match(/^[a-z2-7]*$/).and.to.have.lengthOf(Math.ceil((input.length * 8) / 5));
      let value = 0n;
      for (const character of text) value = value * 32n + BigInt('abcdefghijklmnopqrstuvwxyz234567'.indexOf(character));
      const spare = BigInt(text.length * 5 - input.length * 8);
      expect((value >> spare).toString(16)).to.equal(BigInt(`0x0${Buffer.from(input).toString('hex')}`).toString(16));
    })));
});

describe('a node id', () => {
  it('is the base32 of the first 20 bytes of the SHA-256 of the key', () =>
    // sha256('abc') = ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 ...
    expect(nodeIdOf(bytes('abc'))).to.equal(base32(Buffer.from('ba7816bf8f01cfea414140de5dae2223b00361a3', 'hex'))));

  it('is valid for any key', () =>
    fc.assert(fc.property(fc.uint8Array(), (key) => isNodeId(nodeIdOf(key)))));

  it('has as many characters as its bytes need, and no other form', () => {
    const id = base32(new Uint8Array(NODE_ID_BYTES));
    expect(id).to.equal('a'.repeat(32));
    expect(isNodeId(id)).to.be.true;
    for (const wrong of ['', id.slice(1), `${id}a`, 'A'.repeat(32), `${'a'.repeat(31)}1`, ` ${id}`, `${id}\n`]) {
      expect(isNodeId(wrong), JSON.stringify(wrong)).to.be.false;
    }
  });
});

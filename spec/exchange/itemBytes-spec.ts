// Items as bytes and as text: the same both ways, whatever was kept of them before.
import { expect } from 'chai';
import fc from 'fast-check';
import { bytesOfItem, textOfItem } from '../../lib/exchange/itemBytes.ts';

describe('itemBytes', () => {
  it('give back the bytes of any text that they have given, and the text of any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 1_000 }), (bytes) => {
      const text = textOfItem(bytes);
      expect(text).to.equal(Buffer.from(bytes).toString('base64url'));
      expect(textOfItem(bytes)).to.equal(text);
      expect([...bytesOfItem(text)]).to.deep.equal([...bytes]);
      expect([...bytesOfItem(text)]).to.deep.equal([...bytes]);
    }));
  });

  it('tell two items apart that differ in one byte, wherever it is', () => {
    const one = Uint8Array.from({ length: 300 }, (_, at) => (at * 7) & 255);
    for (let at = 0; at < one.length; at++) {
      const two = one.with(at, 255 - (one[at] ?? 0));
      expect(textOfItem(one), `byte ${at}`).not.to.equal(textOfItem(two));
      expect(textOfItem(one)).to.equal(Buffer.from(one).toString('base64url'));
    }
  });

  it('hold on to nothing of the message that an item came in', () => {
    const message = new Uint8Array(500).fill(3);
    const before = textOfItem(message.subarray(100, 400));
    message.fill(4);
    expect(textOfItem(new Uint8Array(300).fill(3))).to.equal(before);
    expect(textOfItem(message.subarray(100, 400))).not.to.equal(before);
  });

  it('keep no more memory than they have bytes: a part of a pool would hold all of it', () => {
    const bytes = bytesOfItem(textOfItem(new Uint8Array(300).fill(5)));
    expect([bytes.length, bytes.buffer.byteLength]).to.deep.equal([300, 300]);
  });
});

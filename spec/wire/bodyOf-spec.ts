// What a kept body pins, and what it may share.
import { expect } from 'chai';
import { bodyOf, VIEW_BYTES_MIN } from '../../lib/wire/bodyOf.ts';

const chunk = Buffer.alloc(65_536, 7);

describe('bodyOf', () => {
  it('gives the bytes from start to end, whatever their number', () => {
    const bytes = Uint8Array.from({ length: 10_000 }, (_, index) => index % 251);
    for (const count of [0, 1, 31, 64, 65, 100, 4_095, 4_096, 9_000]) {
      expect([...bodyOf(bytes, 500, 500 + count)]).to.deep.equal([...bytes.subarray(500, 500 + count)]);
    }
  });

  it('pins no chunk below the size from which it is a view', () => {
    expect(bodyOf(chunk, 0, VIEW_BYTES_MIN - 1).buffer).to.not.equal(chunk.buffer);
    expect(bodyOf(chunk, 0, VIEW_BYTES_MIN).buffer).to.equal(chunk.buffer);
  });

  it('pins nothing but itself when it is very small, and a quarter of a chunk at most otherwise', () => {
    expect(bodyOf(chunk, 0, 64).buffer.byteLength).to.equal(64);
    expect(bodyOf(chunk, 0, 65).buffer.byteLength).to.be.at.most(chunk.length / 4);
  });

  it('gives no two bodies the same bytes', () => {
    const bodies = Array.from({ length: 1_000 }, (_, index) => bodyOf(Buffer.alloc(200, index), 0, 200));
    expect(bodies.map((body) => new Set(body).size)).to.deep.equal(Array<number>(1_000).fill(1));
    expect(bodies.map((body) => body[0])).to.deep.equal(bodies.map((_, index) => index % 256));
  });

  it('is never a Buffer, so that it reads the same whatever its size', () => {
    for (const count of [0, 10, 100, VIEW_BYTES_MIN]) expect(Buffer.isBuffer(bodyOf(chunk, 0, count))).to.equal(false);
  });
});

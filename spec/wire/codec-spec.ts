// Frames to bytes and back: the golden vectors, and what must hold for any frame and any bytes at all.
import { expect } from 'chai';
import fc from 'fast-check';
import { encode, readFrame, sizeOf, writeFrame } from '../../lib/wire/codec.ts';
import { FrameError, type Frame } from '../../lib/wire/frame.ts';
import { anyFrame, asFrame, asJson, bytesOf, hexOf } from '../support/frames.ts';
import { vectors } from '../support/vectors.ts';

const PREFIX_BYTES = 3;
const read = (bytes: Uint8Array): Frame => readFrame(bytes, PREFIX_BYTES, bytes.length);

/** Reads what may be malformed: a frame, or the FrameError; anything else that is thrown fails the test. */
const attempt = (bytes: Uint8Array, start = 0, end = bytes.length): Frame | FrameError => {
  try {
    return readFrame(bytes, start, end);
  } catch (error) {
    if (error instanceof FrameError) return error;
    throw error;
  }
};

describe('the golden vectors', () => {
  for (const { name, frame, hex } of vectors.both) {
    it(`writes and reads ${name}`, () => {
      expect(hexOf(encode(asFrame(frame)))).to.equal(hex);
      expect(asJson(read(bytesOf(hex)))).to.deep.equal(frame);
    });
  }

  for (const { name, frame, hex } of vectors.read) {
    it(`reads ${name}`, () => expect(asJson(read(bytesOf(hex)))).to.deep.equal(frame));
  }

  for (const { name, hex, says } of vectors.malformed) {
    it(`refuses ${name}`, () => {
      expect(() => read(bytesOf(hex))).to.throw(FrameError, says).with.property('reason', 'protocol');
    });
  }

  it('names every type of frame, so that none goes unchecked', () => {
    const types = new Set(vectors.both.map(({ frame }) => frame['type']));
    expect([...types].sort()).to.deep.equal([
      'CANCEL', 'ERROR', 'KEEPALIVE', 'LEASE', 'PAYLOAD', 'REQUEST_CHANNEL', 'REQUEST_FNF', 'REQUEST_N',
      'REQUEST_RESPONSE', 'REQUEST_STREAM', 'SETUP',
    ]);
  });
});

describe('writeFrame', () => {
  it('writes what readFrame reads as the same frame', () =>
    fc.assert(fc.property(anyFrame, (frame) => {
      expect(asJson(read(encode(frame)))).to.deep.equal(asJson(frame));
    }), { numRuns: 1_000 }));

  it('writes the length and as many bytes as sizeOf says, at the offset, and touches no others', () =>
    fc.assert(fc.property(anyFrame, fc.nat({ max: 50 }), (frame, at) => {
      const size = sizeOf(frame);
      const target = new Uint8Array(at + PREFIX_BYTES + size + 5).fill(0xaa);
      const end = writeFrame(frame, target, at);
      expect(end).to.equal(at + PREFIX_BYTES + size);
      expect(hexOf(target)).to.equal(`${'aa'.repeat(at)}${hexOf(encode(frame))}${'aa'.repeat(5)}`);
      expect(Buffer.from(target).readUIntBE(at, PREFIX_BYTES)).to.equal(size);
    })));

  it('writes many frames one behind the other', () =>
    fc.assert(fc.property(fc.array(anyFrame, { maxLength: 5 }), (frames) => {
      const target = new Uint8Array(frames.reduce((sum, frame) => sum + PREFIX_BYTES + sizeOf(frame), 0));
      const end = frames.reduce((at, frame) => writeFrame(frame, target, at), 0);
      expect(end).to.equal(target.length);
      expect(hexOf(target)).to.equal(frames.map((frame) => hexOf(encode(frame))).join(''));
    })));

  it('fills a target to its last byte, and refuses one that is a byte short', () => {
    const frame: Frame = { type: 'KEEPALIVE', respond: true, data: new Uint8Array(8) };
    expect(writeFrame(frame, new Uint8Array(25), 0)).to.equal(25);
    expect(() => writeFrame(frame, new Uint8Array(24), 0))
      .to.throw(RangeError, 'frame of 25 bytes with its length, room for 24 bytes');
  });

  it('writes a frame as long as its length can say, and refuses one byte more', () => {
    const payload = (count: number): Frame =>
      ({ type: 'PAYLOAD', stream: 1, follows: false, complete: false, next: true, data: new Uint8Array(count) });
    expect(hexOf(encode(payload(0xff_ffff - 6)).subarray(0, 3))).to.equal('ffffff');
    expect(() => encode(payload(0xff_ffff - 5)))
      .to.throw(FrameError, 'frame of 16 MiB, limit 16777215 bytes').with.property('reason', 'too-big');
  });

  it('writes a MIME type of 255 bytes, and refuses one of 256', () => {
    const setup = (dataMime: string): Frame => ({
      type: 'SETUP', major: 1, minor: 0, keepAliveMs: 1, lifetimeMs: 1, lease: false, resume: false, metadataMime: '',
      dataMime, data: new Uint8Array(0),
    });
    expect(read(encode(setup('é'.repeat(127))))).to.have.property('dataMime', 'é'.repeat(127));
    expect(() => encode(setup('é'.repeat(128)))).to.throw(FrameError, 'MIME type of 256 bytes, limit 255 bytes');
  });
});

describe('readFrame', () => {
  it('reads a frame out of the middle of other bytes', () =>
    fc.assert(fc.property(anyFrame, fc.uint8Array({ maxLength: 9 }), fc.uint8Array({ maxLength: 9 }), (frame, a, b) => {
      const bytes = Buffer.concat([a, encode(frame), b]);
      const start = a.length + PREFIX_BYTES;
      expect(asJson(readFrame(bytes, start, bytes.length - b.length))).to.deep.equal(asJson(frame));
    })));

  it('reads any bytes as a frame or refuses them with a FrameError', () =>
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      attempt(bytes);
    }), { numRuns: 5_000 }));

  it('reads every type with any flags and any rest as a frame or refuses it with a FrameError', () =>
    fc.assert(fc.property(fc.nat({ max: 0xffff }), fc.boolean(), fc.uint8Array({ maxLength: 40 }), (word, on, rest) => {
      attempt(Uint8Array.of(0, 0, 0, on ? 1 : 0, word >> 8, word & 0xff, ...rest));
    }), { numRuns: 5_000 }));

  it('reads every valid frame with any one bit turned as a frame or refuses it', () => {
    for (const { hex } of [...vectors.both, ...vectors.read]) {
      const bytes = bytesOf(hex);
      for (let bit = 8 * PREFIX_BYTES; bit < 8 * bytes.length; bit++) {
        const turned = Uint8Array.from(bytes);
        turned[bit >> 3]! ^= 0x80 >> (bit & 7);
        attempt(turned, PREFIX_BYTES);
      }
    }
  });

  it('reads every valid frame cut short anywhere as a shorter one or refuses it', () => {
    for (const { hex } of [...vectors.both, ...vectors.read]) {
      const bytes = bytesOf(hex);
      for (let end = PREFIX_BYTES; end < bytes.length; end++) {
        const frame = attempt(bytes, PREFIX_BYTES, end);
        if (!(frame instanceof FrameError) && 'data' in frame) expect(frame.data.length).to.be.below(end);
      }
    }
  });

  it('carries no more bytes than came, whatever lengths they claim', () =>
    fc.assert(fc.property(anyFrame, fc.nat(), fc.nat({ max: 255 }), (frame, where, value) => {
      const bytes = encode(frame);
      bytes[PREFIX_BYTES + (where % (bytes.length - PREFIX_BYTES))] = value;
      const mutated = attempt(bytes, PREFIX_BYTES);
      if (mutated instanceof FrameError || !('data' in mutated)) return;
      const carried = mutated.data.length + ('metadata' in mutated ? mutated.metadata.length : 0);
      expect(carried).to.be.at.most(bytes.length);
    }), { numRuns: 2_000 }));

  it('throws nothing but a FrameError where the end lies past the bytes', () => {
    expect(() => readFrame(new Uint8Array(2), 0, 10)).to.throw(FrameError);
    expect(attempt(bytesOf('0000000104'), 0, 40)).to.be.instanceOf(FrameError);
  });
});

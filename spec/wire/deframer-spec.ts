// A stream of bytes to frames: the same ones however it is cut, with memory for no more than came.
import { expect } from 'chai';
import fc from 'fast-check';
import { encode } from '../../lib/wire/codec.ts';
import { Deframer } from '../../lib/wire/deframer.ts';
import { FrameError, type Frame, type PayloadFrame } from '../../lib/wire/frame.ts';
import { FIRST_STEP_BYTES } from '../../lib/wire/growingBytes.ts';
import {
  FRAME_BYTES_BEFORE_HELLO, FRAME_BYTES_HARD_MAX, FRAME_BYTES_MAX, FRAME_BYTES_MIN,
} from '../../lib/wire/limits.ts';
import { anyFrame, asJson } from '../support/frames.ts';

const payload = (count: number): Frame =>
  ({ type: 'PAYLOAD', stream: 1, follows: false, complete: false, next: true, data: new Uint8Array(count).fill(7) });
/** A frame of exactly so many bytes. */
const frameOf = (bytes: number): Uint8Array => encode(payload(bytes - 6));
const CANCEL = encode({ type: 'CANCEL', stream: 1 });

/** Cuts bytes at the given places, taken modulo their length. */
const chunksOf = (bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] => {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
};

const deframe = (chunks: Iterable<Uint8Array>, frameBytesMax = FRAME_BYTES_MAX): readonly Frame[] => {
  const frames: Frame[] = [];
  const deframer = new Deframer({ frameBytesMax }, (frame) => frames.push(frame));
  for (const chunk of chunks) deframer.push(chunk);
  return frames;
};

describe('Deframer', () => {
  it('gives the same frames whatever the chunks, and holds nothing at the end', () =>
    fc.assert(fc.property(fc.array(anyFrame, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 12 }), (sent, cuts) => {
      const frames: Frame[] = [];
      const deframer = new Deframer({ frameBytesMax: FRAME_BYTES_MAX }, (frame) => frames.push(frame));
      for (const chunk of chunksOf(Buffer.concat(sent.map(encode)), cuts)) deframer.push(chunk);
      expect(frames.map(asJson)).to.deep.equal(sent.map(asJson));
      expect(deframer.held).to.equal(0);
      expect(deframer.reserved).to.equal(0);
    }), { numRuns: 500 }));

  it('gives the same frames byte by byte', () =>
    fc.assert(fc.property(fc.array(anyFrame, { maxLength: 4 }), (sent) => {
      const bytes = Buffer.concat(sent.map(encode));
      const frames = deframe(Array.from(bytes, (byte) => Uint8Array.of(byte)));
      expect(frames.map(asJson)).to.deep.equal(sent.map(asJson));
    }), { numRuns: 50 }));

  it('copies no long body of a frame that lies wholly in a chunk, even if it is all of it', () => {
    const chunk = frameOf(60_000);
    const [frame] = deframe([chunk]);
    expect((frame as PayloadFrame).data.buffer).to.equal(chunk.buffer);
  });

  it('counts every byte of a started frame, those of its length too', () => {
    const deframer = new Deframer({ frameBytesMax: FRAME_BYTES_MAX }, () => undefined);
    const bytes = frameOf(40);
    const held = Array.from(bytes, (byte) => {
      deframer.push(Uint8Array.of(byte));
      return deframer.held;
    });
    expect(held).to.deep.equal([...Array.from({ length: bytes.length - 1 }, (_, index) => index + 1), 0]);
  });

  it('allocates for what came and not for what was announced', () => {
    const deframer = new Deframer({ frameBytesMax: FRAME_BYTES_HARD_MAX }, () => undefined);
    const bytes = frameOf(FRAME_BYTES_HARD_MAX);
    for (let at = 0; at < bytes.length - 1_000; at += 1_000) {
      deframer.push(bytes.subarray(at, at + 1_000));
      expect(deframer.reserved).to.be.at.most(Math.max(FIRST_STEP_BYTES, 4 * deframer.held));
    }
  });

  it('moves each byte of a frame that comes in single bytes a bounded number of times', () => {
    const deframer = new Deframer({ frameBytesMax: FRAME_BYTES_MAX }, () => undefined);
    let reserved = 0;
    let moved = 0;
    for (const byte of frameOf(FRAME_BYTES_MAX)) {
      const held = deframer.held;
      deframer.push(Uint8Array.of(byte));
      if (deframer.reserved > reserved) moved += held;
      reserved = deframer.reserved;
    }
    expect(moved).to.be.below(FRAME_BYTES_MAX / 2);
  });

  it('passes a frame on the limit, and refuses one byte more before it has come', () => {
    expect(deframe([frameOf(FRAME_BYTES_BEFORE_HELLO)], FRAME_BYTES_BEFORE_HELLO)).to.have.length(1);
    const tooLong = frameOf(FRAME_BYTES_BEFORE_HELLO + 1);
    for (const came of [3, 4, tooLong.length]) {
      expect(() => deframe([tooLong.subarray(0, came)], FRAME_BYTES_BEFORE_HELLO))
        .to.throw(FrameError, 'frame of 4097 bytes, limit 4 KiB').with.property('reason', 'too-big');
    }
  });

  it('says value and limit of a frame that is far too long', () =>
    expect(() => deframe([Uint8Array.of(0x90, 0, 0)])).to.throw(FrameError, 'frame of 9 MiB, limit 256 KiB'));

  it('refuses a length that no header fits into, and passes one that just does', () => {
    expect(() => deframe([Uint8Array.of(0, 0, 0)])).to.throw(FrameError, 'frame of 0 bytes, at least 6')
      .with.property('reason', 'protocol');
    expect(() => deframe([Uint8Array.of(0, 0, 5)])).to.throw(FrameError, 'frame of 5 bytes, at least 6');
    expect(deframe([CANCEL]).map(asJson)).to.deep.equal([{ type: 'CANCEL', stream: 1 }]);
  });

  it('lets the frame that raises the limit be followed by a long one in the same chunk', () => {
    const sizes: number[] = [];
    const deframer = new Deframer({ frameBytesMax: FRAME_BYTES_BEFORE_HELLO }, (frame) => {
      if (frame.type === 'CANCEL') deframer.raise(FRAME_BYTES_MAX);
      else sizes.push(encode(frame).length);
    });
    deframer.push(Buffer.concat([CANCEL, frameOf(FRAME_BYTES_MAX)]));
    expect(sizes).to.deep.equal([FRAME_BYTES_MAX + 3]);
    expect(() => deframer.push(frameOf(FRAME_BYTES_MAX + 1))).to.throw(FrameError, 'limit 256 KiB');
  });

  it('takes a limit within what is configurable, and refuses others', () => {
    const deframer = new Deframer({ frameBytesMax: FRAME_BYTES_MIN }, () => undefined);
    deframer.raise(FRAME_BYTES_HARD_MAX);
    expect(() => deframer.raise(FRAME_BYTES_HARD_MAX + 1)).to.throw(RangeError, 'frameBytesMax of 1048577, from 64');
    expect(() => new Deframer({ frameBytesMax: FRAME_BYTES_MIN - 1 }, () => undefined)).to.throw(RangeError);
    expect(() => deframer.raise(NaN)).to.throw(RangeError);
  });

  it('stops where onFrame throws, and lets go of what it held', () => {
    let count = 0;
    const deframer = new Deframer({ frameBytesMax: FRAME_BYTES_MAX }, () => {
      if (++count === 2) throw new Error('enough');
    });
    const three = Buffer.concat([CANCEL, CANCEL, CANCEL]);
    expect(() => deframer.push(three)).to.throw(Error, 'enough');
    deframer.push(three);
    deframer.push(CANCEL.subarray(0, 4));
    expect(count).to.equal(2);
    expect(deframer.held).to.equal(0);
  });

  it('stops at a malformed frame, whole or cut, after those before it', () => {
    const malformed = Uint8Array.of(0, 0, 6, 0, 0, 0, 1, 0x80, 0);
    for (const chunks of [[malformed], [malformed.subarray(0, 5), malformed.subarray(5)]]) {
      const types: string[] = [];
      const deframer = new Deframer({ frameBytesMax: FRAME_BYTES_MAX }, ({ type }) => types.push(type));
      deframer.push(CANCEL);
      expect(() => chunks.forEach((chunk) => deframer.push(chunk))).to.throw(FrameError, 'frame of type 32');
      expect(deframer.held).to.equal(0);
      deframer.push(CANCEL);
      expect(types).to.deep.equal(['CANCEL']);
    }
  });

  it('says so when it is pushed to from within onFrame, instead of mixing up frames', () => {
    const deframer = new Deframer({ frameBytesMax: FRAME_BYTES_MAX }, () => deframer.push(CANCEL));
    expect(() => deframer.push(CANCEL)).to.throw(Error, 'pushed to from within onFrame');
  });

  it('takes any bytes in any chunks for frames or throws a FrameError, and holds no more than came', () =>
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 }), (chunks) => {
      const deframer = new Deframer({ frameBytesMax: FRAME_BYTES_MAX }, () => undefined);
      let came = 0;
      try {
        for (const chunk of chunks) {
          came += chunk.length;
          deframer.push(chunk);
          expect(deframer.held).to.be.at.most(came);
        }
      } catch (error) {
        expect(error).to.be.instanceOf(FrameError);
      }
    }), { numRuns: 3_000 }));
});

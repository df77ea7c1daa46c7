// Messages in fragments: cut as RSocket says, joined whatever the cuts, and bounded.
import { expect } from 'chai';
import fc from 'fast-check';
import { encode, readFrame, sizeOf } from '../../lib/wire/codec.ts';
import { fragment, Reassembler } from '../../lib/wire/fragments.ts';
import { FrameError, type Frame, type PayloadFrame, type RequestResponseFrame } from '../../lib/wire/frame.ts';
import { MESSAGE_BYTES_MAX, REASSEMBLY_MESSAGES_MAX, REQUESTS_IN_FLIGHT_MAX } from '../../lib/wire/limits.ts';
import { anyFrame, asJson, payload, requestFnf, requestResponse, requestStream } from '../support/frames.ts';

const message: fc.Arbitrary<Frame> = fc.oneof(requestResponse, requestFnf, requestStream, payload)
  .filter(({ follows }) => !follows)
  // A value that is cut is carried by NEXT, so a COMPLETE alone with data would come back with both.
  .map((frame) => (frame.type === 'PAYLOAD' ? { ...frame, next: true } : frame));

const filled = (count: number): Uint8Array => new Uint8Array(count).fill(7);
const request = (count: number, more: Partial<RequestResponseFrame> = {}): RequestResponseFrame =>
  ({ type: 'REQUEST_RESPONSE', stream: 1, follows: false, data: filled(count), ...more });
const value = (count: number, more: Partial<PayloadFrame> = {}): PayloadFrame =>
  ({ type: 'PAYLOAD', stream: 1, follows: false, complete: false, next: true, data: filled(count), ...more });

describe('fragment', () => {
  it('cuts nothing that fits, to the byte, and nothing that is no message', () => {
    expect(fragment(request(94), 100)).to.deep.equal([request(94)]);
    expect(fragment(request(95), 100)).to.have.length(2);
    const keepAlive: Frame = { type: 'KEEPALIVE', respond: true, data: filled(200) };
    expect(fragment(keepAlive, 100)).to.deep.equal([keepAlive]);
  });

  it('sends the metadata before the data, as the protocol has it in its example', () => {
    const parts = fragment(request(120, { metadata: filled(110) }), 100);
    expect(parts.map(({ type }) => type)).to.deep.equal(['REQUEST_RESPONSE', 'PAYLOAD', 'PAYLOAD']);
    expect(parts.map((part) => ('metadata' in part ? part.metadata.length : undefined)))
      .to.deep.equal([91, 19, undefined]);
    expect(parts.map((part) => ('data' in part ? part.data.length : 0))).to.deep.equal([0, 72, 48]);
    expect(parts.map((part) => 'follows' in part && part.follows)).to.deep.equal([true, true, false]);
  });

  it('sets COMPLETE on the last fragment only, and NEXT on every one', () => {
    const parts = fragment(value(250, { complete: true }), 100) as readonly PayloadFrame[];
    expect(parts.map(({ complete }) => complete)).to.deep.equal([false, false, true]);
    expect(parts.map(({ next }) => next)).to.deep.equal([true, true, true]);
  });

  it('gives fragments that fit, fill their frames, and read as they were written', () =>
    fc.assert(fc.property(message, fc.integer({ min: 64, max: 300 }), (frame, max) => {
      const parts = fragment(frame, max);
      parts.forEach((part, index) => {
        if (index < parts.length - 1) expect(sizeOf(part)).to.be.within(max - 3, max);
        else expect(sizeOf(part)).to.be.at.most(max);
        const bytes = encode(part);
        expect(asJson(readFrame(bytes, 3, bytes.length))).to.deep.equal(asJson(part));
      });
    })));

  it('refuses to cut to frames that hold little but headers', () => {
    expect(fragment(request(1_000), 64)).to.not.be.empty;
    expect(() => fragment(request(1_000), 63)).to.throw(RangeError, 'frames of 63 bytes, at least 64');
  });
});

describe('Reassembler', () => {
  it('joins what was cut, and holds nothing afterwards', () =>
    fc.assert(fc.property(message, fc.integer({ min: 64, max: 300 }), (frame, max) => {
      const reassembler = new Reassembler(MESSAGE_BYTES_MAX);
      const came = fragment(frame, max).map((part) => reassembler.add(part));
      expect(came.slice(0, -1)).to.deep.equal(came.slice(0, -1).map(() => undefined));
      expect(asJson(came.at(-1)!)).to.deep.equal(asJson(frame));
      expect(reassembler.held).to.equal(0);
    }), { numRuns: 500 }));

  it('joins messages whose fragments come in between each other', () => {
    const reassembler = new Reassembler(MESSAGE_BYTES_MAX);
    const [a, b] = [request(150), request(150, { stream: 3, data: filled(150).fill(9) })];
    const [a1, a2, b1, b2] = [...fragment(a, 100), ...fragment(b, 100)];
    expect([a1!, b1!, a2!, b2!].map((part) => reassembler.add(part))).to.deep.equal([undefined, undefined, a, b]);
  });

  it('hands on at once whatever is no fragment', () =>
    fc.assert(fc.property(anyFrame.filter((frame) => !('follows' in frame) || !frame.follows), (frame) => {
      expect(new Reassembler(MESSAGE_BYTES_MAX).add(frame)).to.equal(frame);
    })));

  it('hands on REQUEST_N amid the fragments of its stream, and goes on', () => {
    const reassembler = new Reassembler(MESSAGE_BYTES_MAX);
    const credits: Frame = { type: 'REQUEST_N', stream: 1, credits: 1 };
    const [first, last] = fragment(request(150), 100);
    expect([first!, credits, last!].map((frame) => reassembler.add(frame)))
      .to.deep.equal([undefined, credits, request(150)]);
  });

  for (const end of [{ type: 'CANCEL', stream: 1 }, { type: 'ERROR', stream: 1, code: 1, data: filled(0) }] as const) {
    it(`forgets what was begun when ${end.type} comes, and hands that on after an answer`, () => {
      const reassembler = new Reassembler(MESSAGE_BYTES_MAX);
      reassembler.add(value(50, { follows: true }));
      expect(reassembler.held).to.equal(50);
      expect(reassembler.add(end)).to.equal(end);
      expect(reassembler.held).to.equal(0);
    });

    it(`keeps ${end.type} to itself after a request of which nobody has heard`, () => {
      const reassembler = new Reassembler(MESSAGE_BYTES_MAX);
      reassembler.add(request(50, { follows: true }));
      expect(reassembler.add(end)).to.equal(undefined);
      expect(reassembler.held).to.equal(0);
      expect(reassembler.add(request(10))).to.deep.equal(request(10));
    });
  }

  it('forgets what is dropped, and does not mind a stream it does not know', () => {
    const reassembler = new Reassembler(MESSAGE_BYTES_MAX);
    reassembler.add(value(50, { follows: true }));
    reassembler.drop(1);
    reassembler.drop(99);
    expect(reassembler.held).to.equal(0);
  });

  it('hands on the fragments of what nobody awaits, and holds nothing of them', () => {
    const reassembler = new Reassembler(MESSAGE_BYTES_MAX, ({ stream }) => stream !== 1);
    const parts = fragment(value(250), 100);
    expect(parts.map((part) => reassembler.add(part))).to.deep.equal(parts);
    expect(reassembler.add(value(1, { stream: 3, follows: true }))).to.equal(undefined);
    expect(reassembler.held).to.equal(1);
  });

  it('takes COMPLETE for the last fragment even with FOLLOWS', () => {
    const reassembler = new Reassembler(MESSAGE_BYTES_MAX);
    reassembler.add(value(5, { follows: true }));
    expect(reassembler.add(value(5, { follows: true, complete: true }))).to.deep.equal(value(10, { complete: true }));
  });

  it('takes a message on the limit, and refuses one byte more', () => {
    const reassembler = new Reassembler(100);
    reassembler.add(request(40, { follows: true, metadata: filled(10) }));
    expect(reassembler.add(value(50))).to.deep.equal(request(90, { metadata: filled(10) }));
    reassembler.add(request(40, { follows: true, metadata: filled(10) }));
    expect(() => reassembler.add(value(51)))
      .to.throw(FrameError, 'message of 101 bytes, limit 100 bytes').with.property('reason', 'too-big');
  });

  it('takes as many unfinished messages in all as the limit allows, and refuses one byte more', () => {
    const reassembler = new Reassembler(100);
    for (let index = 0; index < REASSEMBLY_MESSAGES_MAX; index++) {
      reassembler.add(request(100, { follows: true, stream: 2 * index + 1 }));
    }
    expect(reassembler.held).to.equal(100 * REASSEMBLY_MESSAGES_MAX);
    expect(() => reassembler.add(request(1, { follows: true, stream: 99 })))
      .to.throw(FrameError, 'messages in fragments at once of 401 bytes, limit 400 bytes');
  });

  it('has as many messages under way as there may be requests, and refuses one more', () => {
    const reassembler = new Reassembler(MESSAGE_BYTES_MAX);
    for (let index = 0; index < REQUESTS_IN_FLIGHT_MAX; index++) {
      reassembler.add(request(0, { follows: true, stream: 2 * index + 1 }));
    }
    expect(() => reassembler.add(request(0, { follows: true, stream: 2 * REQUESTS_IN_FLIGHT_MAX + 1 })))
      .to.throw(FrameError, '257 messages in fragments at once, limit 256').with.property('reason', 'protocol');
  });

  const breaches: readonly (readonly [string, Frame, Frame, string])[] = [
    ['a request amid the fragments of its stream', request(1, { follows: true }), request(1),
      'REQUEST_RESPONSE amid the fragments of a REQUEST_RESPONSE on stream 1'],
    ['metadata after data', request(1, { follows: true, metadata: filled(1) }), value(1, { metadata: filled(1) }),
      'metadata after data'],
    ['metadata that the first fragment did not have', request(0, { follows: true }), value(1, { metadata: filled(1) }),
      'metadata in a later fragment only'],
  ];
  for (const [name, first, second, says] of breaches) {
    it(`refuses ${name}`, () => {
      const reassembler = new Reassembler(MESSAGE_BYTES_MAX);
      reassembler.add(first);
      expect(() => reassembler.add(second)).to.throw(FrameError, says).with.property('reason', 'protocol');
    });
  }

  it('keeps no chunk alive by a fragment, and gives a message little more memory than its size', () => {
    const reassembler = new Reassembler(MESSAGE_BYTES_MAX);
    const chunk = filled(65_536);
    reassembler.add(request(0, { follows: true, data: chunk.subarray(0, 60_000) }));
    const whole = reassembler.add(value(10)) as RequestResponseFrame;
    expect(whole.data.buffer).to.not.equal(chunk.buffer);
    expect(whole.data.buffer.byteLength).to.be.below(1.5 * whole.data.length);
  });
});

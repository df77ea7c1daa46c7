// A frame that does not come to its end: how long it may take, and how slowly it may come.
import { expect } from 'chai';
import { of } from 'rxjs';
import { encode } from '../../lib/wire/codec.ts';
import { request, welcomedTail, type Raw } from '../support/rawEnd.ts';

const frame = (bytes: number): Uint8Array => encode(request('REQUEST_RESPONSE', 1, 'echo', 'x'.repeat(bytes)));

const started = (): Raw => welcomedTail({ echo: ({ data }) => of(data) });

const reasons = (raw: Raw): (string | undefined)[] => {
  raw.env.settle();
  return raw.end.endings.map(({ reason }) => reason);
};

describe('Reading', () => {
  it('has a timer only while a frame is partial', () => {
    const raw = started();
    expect(raw.env.timers).to.equal(0);
    const bytes = frame(10_000);
    raw.channel.write(bytes.subarray(0, 5_000));
    raw.env.settle();
    expect(raw.env.timers).to.equal(1);
    raw.channel.write(bytes.subarray(5_000));
    raw.env.advance(1_000);
    expect(raw.env.timers).to.equal(0);
    expect(reasons(raw)).to.deep.equal([]);
  });

  it('gives a frame 10 s, however fast it comes', () => {
    const raw = started();
    const bytes = frame(200_000);
    for (let second = 0; second < 10; second++) {
      raw.channel.write(bytes.subarray(second * 10_000, (second + 1) * 10_000));
      raw.env.advance(second < 9 ? 1_000 : 999);
    }
    expect(reasons(raw)).to.deep.equal([]);
    raw.env.advance(1);
    raw.env.advance(2_000);
    expect(reasons(raw)).to.deep.equal(['timed-out']);
  });

  it('wants 1 KiB a second, after 3 s in which a lost packet may be sent again', () => {
    const [slow, fair] = [started(), started()];
    const bytes = frame(200_000);
    slow.channel.write(bytes.subarray(0, 3 * 1_024 - 1));
    fair.channel.write(bytes.subarray(0, 3 * 1_024));
    for (const raw of [slow, fair]) raw.env.advance(2_999);
    expect([reasons(slow), reasons(fair)]).to.deep.equal([[], []]);
    for (const raw of [slow, fair]) raw.env.advance(1);
    expect([slow.channel.writes.length, fair.channel.writes.length].every((count) => count > 0)).to.equal(true);
    slow.env.advance(2_000);
    expect(reasons(slow)).to.deep.equal(['timed-out']);
    expect(reasons(fair)).to.deep.equal([]);
  });

  it('closes one that drips a byte a second', () => {
    const raw = started();
    const bytes = frame(100);
    for (let second = 0; second < 20; second++) {
      raw.channel.write(bytes.subarray(second, second + 1));
      raw.env.advance(1_000);
    }
    expect(reasons(raw)).to.deep.equal(['timed-out']);
  });

  it('starts the clock anew with every frame', () => {
    const raw = started();
    let stream = 1;
    let rest: Uint8Array = new Uint8Array(0);
    for (let second = 0; second < 30; second++) {
      const next = encode(request('REQUEST_RESPONSE', stream, 'echo', 'x'));
      raw.channel.write(Buffer.concat([rest, next.subarray(0, 9)]));
      rest = next.subarray(9);
      stream += 2;
      raw.env.advance(1_000);
    }
    expect(reasons(raw)).to.deep.equal([]);
  });
});

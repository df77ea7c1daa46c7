// What all connections hold of frames that are not complete: bounded over all of them.
import { expect } from 'chai';
import { encode } from '../../lib/wire/codec.ts';
import { payload, request, welcomedTail, type Raw } from '../support/rawEnd.ts';

const MIB = 1_024 * 1_024;

/** Begins messages in fragments that never end: about `mebibytes` of them. */
const hold = (raw: Raw, mebibytes: number): void => {
  for (let index = 0; index < mebibytes * 4; index++) {
    const stream = 2 * Math.floor(index / 4) + 1;
    const begin = request('REQUEST_RESPONSE', stream, 'a', 'x'.repeat(255 * 1_024));
    const goOn = payload(stream, 'x'.repeat(255 * 1_024), { follows: true });
    const frame = index % 4 === 0 ? { ...begin, follows: true } : goOn;
    raw.channel.write(encode(frame));
  }
  raw.env.settle();
};

describe('partial bytes', () => {
  it('close whoever holds the most once all connections hold more than 16 MiB', () => {
    const small = Array.from({ length: 2 }, () => welcomedTail());
    for (const [at, raw] of small.entries()) hold(raw, 1 + at);
    const large = Array.from({ length: 4 }, () => welcomedTail());
    for (const raw of large) hold(raw, 3);
    expect([...small, ...large].flatMap(({ end }) => end.endings)).to.deep.equal([]);
    const last = welcomedTail();
    hold(last, 2);
    const closed = [...small, ...large, last].filter((raw) => {
      raw.env.advance(2_000);
      return raw.end.endings.some(({ reason }) => reason === 'too-big');
    });
    expect(closed).to.have.length(1);
    expect(large).to.include(closed[0]);
    expect(closed[0]?.end.endings[0]?.detail).to.contain(String(16 * MIB));
    for (const raw of [...small, ...large, last]) raw.end.session.goodbye({ reason: 'stopping' });
  });

  it('are given back when a connection ends, in whatever way', () => {
    for (let round = 0; round < 15; round++) {
      const raw = welcomedTail();
      hold(raw, 3);
      if (round % 3 === 0) raw.end.session.goodbye({ reason: 'stopping' });
      else if (round % 3 === 1) raw.end.unsubscribe();
      else raw.channel.end();
      raw.env.advance(2_000);
      expect(raw.end.endings.map(({ reason }) => reason)).to.not.include('too-big');
    }
  });
});

// Frames that begin nothing: as many as anybody needs, and no more.
import { expect } from 'chai';
import type { Frame } from '../../lib/wire/frame.ts';
import { rawHead, requestStream, welcomedTail } from '../support/rawEnd.ts';
import { NEVER } from 'rxjs';

const PING: Frame = { type: 'KEEPALIVE', respond: true, data: new Uint8Array(8) };

describe('Allowance', () => {
  for (const [side, end] of Object.entries({ tail: welcomedTail, head: rawHead })) {
    it(`answers 200 KEEPALIVEs of a ${side} at once and 100 a second, and ends with one that sends more`, () => {
      const raw = end();
      raw.say(...Array.from({ length: 200 }, () => PING));
      expect(raw.heard()).to.have.length(200);
      raw.env.advance(1_000);
      raw.say(...Array.from({ length: 100 }, () => PING));
      expect(raw.heard()).to.have.length(100);
      raw.say(PING);
      raw.env.advance(2_000);
      expect(raw.end.endings.map(({ reason, endedBy }) => [reason, endedBy])).to.deep.equal([['flooded', 'local']]);
    });
  }

  it('takes 100,000 REQUEST_N at once, and ends with a tail that sends more', () => {
    const raw = welcomedTail({ never: () => NEVER });
    raw.say(requestStream(1, 'never', 1));
    const more: Frame[] = Array.from({ length: 1_000 }, () => ({ type: 'REQUEST_N', stream: 1, credits: 1 }));
    for (let count = 0; count < 100_000; count += more.length) raw.say(...more);
    expect(raw.end.endings).to.deep.equal([]);
    raw.say({ type: 'CANCEL', stream: 1 });
    raw.env.advance(2_000);
    expect(raw.end.endings.map(({ reason }) => reason)).to.deep.equal(['flooded']);
  });
});

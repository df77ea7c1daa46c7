// Records in a goodbye: what goes out fits, and what comes in is cut to what may be there.
import { expect } from 'chai';
import fc from 'fast-check';
import { decodeFarewell, encodeFarewell } from '../../lib/wire/farewell.ts';
import { FRAME_BYTES_BEFORE_HELLO } from '../../lib/wire/limits.ts';
import { REFERRED_MAX, referral } from '../../lib/wire/referral.ts';

const long = (length: number): string => 'r'.repeat(length);

describe('records in a goodbye', () => {
  it('are read as they were written', () => {
    const goodbye = { reason: 'full', records: ['abc', 'DEF-_9'] } as const;
    expect(decodeFarewell(encodeFarewell(goodbye))).to.deep.equal({ ...goodbye, endedBy: 'remote' });
    expect(decodeFarewell(encodeFarewell({ reason: 'full' }))).to.not.have.property('records');
  });

  it('are as many as there is room for before a hello, and sixteen at most', () => {
    const many = Array.from({ length: 40 }, () => long(900));
    const frame = encodeFarewell({ reason: 'full', records: many, retryAfterMs: 86_400_000 });
    expect(frame.data.length).to.be.below(FRAME_BYTES_BEFORE_HELLO - 64);
    expect(referral(many).records).to.have.length(3);
    expect(referral(Array.from({ length: 40 }, () => 'abc')).records).to.have.length(REFERRED_MAX);
  });

  it('are left out where they are none, whatever stands there instead', () => {
    expect(referral([long(1_001), 7, null, '', 'a b', 'é', 'good']).records).to.deep.equal(['good']);
    fc.assert(fc.property(fc.anything(), (said) => {
      for (const record of referral(said).records ?? []) expect(record).to.match(/^[\w-]{1,1000}$/);
    }));
  });
});

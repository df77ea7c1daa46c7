// Times in reports and files, read and written.
import { expect } from 'chai';
import fc from 'fast-check';
import { iso, readIso } from '../lib/iso.ts';

describe('iso', () => {
  it('writes what readIso reads back', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: Date.UTC(9_999, 0) }), (ms) => {
      expect(readIso(iso(ms))).to.equal(ms);
    }));
  });

  it('ends time with the year 9999, for whom a ban has no end', () => {
    expect([Infinity, 1e300, -5, Number.NaN].map(iso)).to.deep.equal([
      '9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z', '1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z',
    ]);
  });
});

describe('readIso', () => {
  it('takes nothing but a full date and time in UTC', () => {
    const others = ['2026', '2026-01-01', '2026-13-01T00:00:00Z', '2026-01-01T00:00:00+01:00',
      '9999-12-31T24:00:00Z', 5, null, '', {}];
    expect(others.map(readIso)).to.deep.equal(others.map(() => undefined));
  });
});

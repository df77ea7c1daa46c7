// Durations, read and written.
import { expect } from 'chai';
import fc from 'fast-check';
import { DURATION_MS_MAX, DurationError, formatDuration, parseDuration } from '../lib/duration.ts';

describe('parseDuration', () => {
  const readings: readonly (readonly [string, number])[] = [
    ['250ms', 250], ['90s', 90_000], ['10m', 600_000], ['1h30m', 5_400_000], ['2d', 172_800_000], ['0s', 0],
    ['1d1h1m1s1ms', 90_061_001],
  ];
  for (const [text, ms] of readings) {
    it(`reads ${text} as ${ms} ms`, () => {
      expect(parseDuration(text)).to.equal(ms);
    });
  }

  for (const text of ['', '10', 's', '10 s', '-1s', '1.5h', '30m1h', '1h1h', '10S', '1w', '99999999d']) {
    it(`refuses ${JSON.stringify(text)} and names it`, () => {
      expect(() => parseDuration(text)).to.throw(DurationError, JSON.stringify(text));
    });
  }

  it('throws nothing but a DurationError, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...Array.from('0123456789dhms. -')) }), (text) => {
      try {
        expect(parseDuration(text)).to.be.within(0, DURATION_MS_MAX);
      } catch (error) {
        expect(error).to.be.instanceOf(DurationError);
      }
    }));
  });
});

describe('formatDuration', () => {
  it('writes what parseDuration reads back', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: DURATION_MS_MAX }), (ms) => {
      expect(parseDuration(formatDuration(ms))).to.equal(ms);
    }));
  });

  it('leaves out the units it does not need', () => {
    expect([0, 0.4, 90_000, 86_400_000, -1_500].map(formatDuration))
      .to.deep.equal(['0s', '0s', '1m30s', '1d', '-1s500ms']);
  });
});

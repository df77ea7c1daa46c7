// Sizes as people read them.
import { expect } from 'chai';
import { inBytes } from '../../lib/wire/inBytes.ts';

describe('inBytes', () => {
  const readings: readonly (readonly [number, string])[] = [
    [0, '0 bytes'], [1, '1 byte'], [1_023, '1023 bytes'], [1_024, '1 KiB'], [262_144, '256 KiB'],
    [262_145, '262145 bytes'], [1_048_576, '1 MiB'], [9_437_184, '9 MiB'], [1_049_600, '1025 KiB'],
  ];
  for (const [count, text] of readings) it(`says ${text}`, () => expect(inBytes(count)).to.equal(text));
});

// Text from a remote that can be printed anywhere.
import { expect } from 'chai';
import fc from 'fast-check';
import { printable } from '../lib/printable.ts';

describe('what is printed of a remote', () => {
  it('is printable ASCII, whatever it said', () =>
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      expect(printable(text)).to.match(/^[\x20-\x7e]*$/);
    })));

  it('stays as it is where it was printable, up to 256 characters', () =>
    fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 256 }), (text) => {
      expect(printable(text)).to.equal(text);
    })));

  it('is cut after 256, even through a letter, and says so', () => {
    expect(printable('x'.repeat(257))).to.equal(`${'x'.repeat(256)}...`);
    expect(printable(`${'x'.repeat(255)}\u{1f600}`)).to.equal(`${'x'.repeat(255)}\\u{d83d}...`);
  });

  it('moves no cursor, starts no line and turns no text around', () =>
    expect(printable('\u001b[2J\r\n\u0085\u2028\u202e\u0430'))
      .to.equal('\\u{1b}[2J\\u{d}\\u{a}\\u{85}\\u{2028}\\u{202e}\\u{430}'));
});

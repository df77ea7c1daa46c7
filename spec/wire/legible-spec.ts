// A remote's words, fit for a log line.
import { expect } from 'chai';
import * as fc from 'fast-check';
import { legible } from '../../lib/wire/legible.ts';

describe('legible', () => {
  it('leaves text as people write it', () =>
    expect(legible('Grüße, 世界: "ok" \\o/ 🙂')).to.equal('Grüße, 世界: "ok" \\o/ 🙂'));

  it('escapes what would move a cursor, turn the text around or start a line', () =>
    expect(legible('\u001b[2J\r\n\u0085\u202e\u2028\ufeff'))
      .to.equal('\\u{1b}[2J\\u{d}\\u{a}\\u{85}\\u{202e}\\u{2028}\\u{feff}'));

  it('keeps 200 characters, and reads whatever bytes', () => {
    expect(legible('x'.repeat(201))).to.have.length(200);
    const unfit = /[\p{Cc}\p{Cf}\p{Cs}]/u;
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => !unfit.test(legible(bytes))));
  });
});

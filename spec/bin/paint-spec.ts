// When colours are wanted.
import { expect } from 'chai';
import { coloured, plain, wantsColour } from '../../lib/bin/paint.ts';

describe('colours', () => {
  const cases: readonly (readonly [string, Parameters<typeof wantsColour>[0], boolean, boolean])[] = [
    ['are for terminals', {}, true, true],
    ['are not for files and pipes', {}, false, false],
    ['are not for those who say NO_COLOR', { NO_COLOR: '1' }, true, false],
    ['are there when NO_COLOR is empty, as no-color.org has it', { NO_COLOR: '' }, true, true],
    ['go into a pipe when FORCE_COLOR says so', { FORCE_COLOR: '1' }, false, true],
    ['are off when FORCE_COLOR is 0', { FORCE_COLOR: '0' }, true, false],
    ['are on when both are said, as in Node', { FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
    ['are not for a terminal that can nothing', { TERM: 'dumb' }, true, false],
  ];
  for (const [what, env, isTerminal, wanted] of cases) {
    it(what, () => expect(wantsColour(env, isTerminal)).to.equal(wanted));
  }

  it('stand around a text, and nothing around none', () => {
    expect(coloured('bad', 'down')).to.equal('\u001b[31mdown\u001b[39m');
    expect(coloured('bad', '')).to.equal('');
    expect(plain('bad', 'down')).to.equal('down');
  });
});

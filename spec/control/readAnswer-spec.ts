// What a client makes of what comes out of a socket, whoever listens there.
import { expect } from 'chai';
import { ControlError } from '../../lib/control/controlError.ts';
import type { Answer } from '../../lib/control/protocol.ts';
import { readAnswer } from '../../lib/control/readAnswer.ts';

describe('an answer', () => {
  it('is read as it was written', () => {
    const answers: readonly Answer[] =
      [{ ok: true, result: { a: [1] } }, { ok: true, result: null }, { ok: false, error: 'no' }, { end: 'stopped' }];
    for (const answer of answers) expect(readAnswer(JSON.stringify(answer))).to.deep.equal(answer);
  });

  for (const line of ['', 'hello', 'null', '7', '[]', '{}', '{"end":"over"}', '{"ok":false}', '{"ok":"true"}']) {
    it(`is not ${line === '' ? 'an empty line' : line}, and that is said`, () =>
      expect(() => readAnswer(line)).to.throw(ControlError, /is something else listening there\?$/));
  }
});

// The grounds of a command are kept beside it, and go with nothing but that very command.
import { expect } from 'chai';
import { because, groundsOf } from '../lib/because.ts';
import { dial } from '../lib/command.ts';

describe('the grounds of a command', () => {
  it('are marked on a copy, which is the same plain data, with the step and what was weighed', () => {
    const command = dial('10.0.0.1:1');
    const marked = because({ id: 7 }, command, { room: 2 });
    expect(marked).to.deep.equal(command);
    expect(marked).to.not.equal(command);
    expect([groundsOf(marked), groundsOf(command)]).to.deep.equal([{ cause: 7, inputs: { room: 2 } }, undefined]);
    expect(groundsOf(because({ id: 7 }, command))).to.deep.equal({ cause: 7 });
  });

  it('are those that it was marked with last, and none for a copy by hand', () => {
    const first = because({ id: 1 }, dial('10.0.0.1:1'), { a: 1 });
    expect(groundsOf(because({ id: 2 }, first))).to.deep.equal({ cause: 2 });
    expect(groundsOf(first)).to.deep.equal({ cause: 1, inputs: { a: 1 } });
    expect(groundsOf({ ...first })).to.equal(undefined);
  });
});

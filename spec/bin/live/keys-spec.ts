// Keys as terminals send them.
import { expect } from 'chai';
import { keysIn } from '../../../lib/bin/live/keys.ts';

describe('the keys of a live view', () => {
  it('are known one by one and in bunches, in the ways that terminals send them', () => {
    expect(keysIn('q')).to.deep.equal(['quit']);
    expect(keysIn('\u001b[A\u001bOB\u001b[6~j')).to.deep.equal(['up', 'down', 'page-down', 'down']);
    expect(keysIn('3<>r ')).to.deep.equal([{ column: 2 }, 'left', 'right', 'reverse', 'pause']);
  });

  it('quit on Ctrl-C and Ctrl-D, which raw mode makes keys of', () =>
    expect(keysIn('\u0003\u0004\u001a')).to.deep.equal(['quit', 'quit', 'suspend']));

  it('do not take the end of an unknown sequence for a letter', () => {
    expect(keysIn('\u001b[15~')).to.deep.equal([]); // F5
    expect(keysIn('\u001b[1;5q')).to.deep.equal([]);
    expect(keysIn('\u001bq')).to.deep.equal([]); // Alt-q
    expect(keysIn('\u001b')).to.deep.equal([]);
    expect(keysIn('xyz0')).to.deep.equal([]);
  });
});

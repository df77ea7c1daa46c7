// Tables as text.
import { expect } from 'chai';
import { columns, leftOutNote, table } from '../../lib/bin/columns.ts';

const ROWS = [
  ['PEER', 'NODE', 'ADDRESS'],
  ['out-3', '4kxqabcd', '[2001:db8::1]:7000'],
  ['in-12', '-', '192.0.2.7:41000'],
];

describe('columns', () => {
  it('makes each column as wide as its widest cell, and leaves no spaces at the end', () =>
    expect(columns(ROWS, 80)).to.deep.equal([
      'PEER   NODE      ADDRESS',
      'out-3  4kxqabcd  [2001:db8::1]:7000',
      'in-12  -         192.0.2.7:41000',
    ]));

  it('takes from the widest column where there is too little room, and shows what was cut', () => {
    const lines = columns(ROWS, 28);
    expect(lines[1]).to.equal('out-3  4kxqabcd  [2001:db8:…');
    for (const line of lines) expect(line.length).to.be.at.most(28);
  });

  it('leaves out columns at the end that may be, before it cuts any', () => {
    expect(columns(ROWS, 28, 1)).to.deep.equal(['PEER   NODE', 'out-3  4kxqabcd', 'in-12  -']);
    expect(columns(ROWS, 80, 1)[0]).to.equal('PEER   NODE      ADDRESS');
  });

  it('names the columns that it left out', () => {
    expect(table(ROWS, 28, 1).leftOut).to.deep.equal(['ADDRESS']);
    expect(leftOutNote(['ADDRESS', 'ADDRESS'])).to.deep.equal(
      ['no room for ADDRESS: a wider terminal shows more, --json all']);
    expect(leftOutNote(table(ROWS, 80, 1).leftOut)).to.deep.equal([]);
  });

  it('cuts nothing where there is no width', () => expect(columns(ROWS, Infinity)).to.deep.equal(columns(ROWS, 80)));

  it('keeps a column readable however narrow the terminal is', () =>
    expect(columns(ROWS, 1)[1]).to.equal('out…  4kx…  [20…'));

  it('has nothing to say of no rows', () => expect(columns([], 80)).to.deep.equal([]));
});

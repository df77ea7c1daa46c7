// A value on one line.
import { expect } from 'chai';
import { Table } from '../../lib/table.ts';
import { firstDifference } from '../../lib/testing/firstDifference.ts';
import { show } from '../../lib/testing/show.ts';

class Point {
  readonly x = 1;
}

const SHOWN: readonly (readonly [unknown, string])[] = [
  [{ type: 'dial', 'last-error': undefined, at: -0 }, '{ type: "dial", "last-error": undefined, at: -0 }'],
  [[1, 'a', null, true, 5n], '[1, "a", null, true, 5n]'],
  [{}, '{}'],
  [new Map<unknown, unknown>([['a', 1], [2, {}]]), 'Map(2) { "a" => 1, 2 => {} }'],
  [Table.from([['a', 1]]), 'Table(1) { "a" => 1 }'],
  [Table.empty(), 'Table(0) {}'],
  [new Set([1, 'b']), 'Set(2) { 1, "b" }'],
  [Uint8Array.of(1, 255), 'Uint8Array(2) <01 ff>'],
  [new Uint8Array(40), `Uint8Array(40) <${'00 '.repeat(31)}00 …>`],
  [Object.assign(new RangeError('too big'), { code: 7 }), 'RangeError("too big") { code: 7 }'],
  [new Error('plain'), 'Error("plain")'],
  [new Date(5), 'Date(5)'],
  [new Point(), 'Point { x: 1 }'],
  [function named() { return 1; }, '[function named]'],
  [Symbol('s'), 'Symbol(s)'],
];

describe('show', () => {
  for (const [value, text] of SHOWN) it(`writes ${text}`, () => expect(show(value)).to.equal(text));

  it('ends what is too long in an ellipsis', () => {
    const text = show('x'.repeat(1_000));
    expect(text).to.have.lengthOf(401).and.to.match(/…$/);
  });

  it('ends where a value holds itself', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(show(circle)).to.contain('…');
  });
});

describe('firstDifference', () => {
  it('names the way to the first field that differs, through tables and lists', () => {
    const made = (y: number): unknown => ({ a: 1, peers: Table.from([['x', [{ y }]]]) });
    expect(firstDifference(made(1), made(2))).to.equal('.peers.x.0.y is 1, expected 2');
  });

  it('tells a field that is not there from one that is undefined', () => {
    expect(firstDifference({}, { a: undefined })).to.equal('.a is nothing, expected undefined');
    expect(firstDifference({ a: undefined }, {})).to.equal('.a is undefined, expected nothing');
  });

  it('has nothing to say about what has no fields, or does not differ', () => {
    expect(firstDifference(1, 2)).to.be.undefined;
    expect(firstDifference({ a: 1 }, { a: 1 })).to.be.undefined;
  });
});

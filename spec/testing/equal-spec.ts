// Whether two values hold the same.
import { expect } from 'chai';
import fc from 'fast-check';
import { Table } from '../../lib/table.ts';
import { equal } from '../../lib/testing/equal.ts';

const circle = (name: string): object => {
  const one: Record<string, unknown> = { name };
  one['self'] = one;
  return one;
};
class Point {
  readonly x = 1;
}

const SAME: readonly (readonly [string, unknown, unknown])[] = [
  ['objects whatever the order of their fields', { a: 1, b: [2] }, { b: [2], a: 1 }],
  ['NaN and NaN', [Number.NaN], [Number.NaN]],
  ['maps by content', new Map([['a', { b: 1 }], ['c', { b: 2 }]]), new Map([['c', { b: 2 }], ['a', { b: 1 }]])],
  ['sets of objects', new Set([{ a: 1 }, { a: 2 }]), new Set([{ a: 2 }, { a: 1 }])],
  ['tables by content', Table.from([['a', { b: 1 }]]), Table.from([['a', { b: 1 }]])],
  ['errors by name, message, fields and cause', new Error('x', { cause: 1 }), new Error('x', { cause: 1 })],
  ['bytes', Uint8Array.of(1, 2), Uint8Array.of(1, 2)],
  ['bytes at another place of a buffer', Uint8Array.of(0, 1, 2).subarray(1), Uint8Array.of(1, 2)],
  ['dates', new Date(5), new Date(5)],
  ['values that hold themselves', circle('a'), circle('a')],
];

const DIFFERENT: readonly (readonly [string, unknown, unknown])[] = [
  ['0 and -0', 0, -0],
  ['a field that is undefined and one that is absent', { a: undefined }, {}],
  ['two undefined fields of other names', { a: undefined }, { b: undefined }],
  ['an object and a list', {}, []],
  ['an object and nothing', {}, null],
  ['lists of other lengths', [1], [1, undefined]],
  ['classes', new Point(), { x: 1 }],
  ['maps of other values', new Map([['a', 1]]), new Map([['a', 2]])],
  ['maps of other keys', new Map([['a', undefined]]), new Map([['b', undefined]])],
  ['sets that hold a member twice over', new Set([{ a: 1 }, { a: 1 }]), new Set([{ a: 1 }, { a: 2 }])],
  ['tables of other values', Table.from([['a', 1]]), Table.from([['a', 2]])],
  ['tables of other sizes', Table.from([['a', 1]]), Table.from([['a', 1], ['b', 1]])],
  ['errors of other messages', new Error('x'), new Error('y')],
  ['errors of other causes', new Error('x', { cause: 1 }), new Error('x')],
  ['errors of other classes', new RangeError('x'), new Error('x')],
  ['bytes of other lengths', Uint8Array.of(1), Uint8Array.of(1, 0)],
  ['bytes and words', Uint8Array.of(1, 0), Uint16Array.of(1)],
  ['functions that do the same', () => 1, () => 1],
  ['values that hold themselves and differ', circle('a'), circle('b')],
];

const sorted = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, field]) => [key, sorted(field)]);
};

describe('equal', () => {
  for (const [what, a, b] of SAME) {
    it(`takes for the same: ${what}`, () => expect([equal(a, b), equal(b, a)]).to.deep.equal([true, true]));
  }

  for (const [what, a, b] of DIFFERENT) {
    it(`tells apart: ${what}`, () => expect([equal(a, b), equal(b, a)]).to.deep.equal([false, false]));
  }

  it('takes whatever JSON can hold for the same as its copy', () =>
    fc.assert(fc.property(fc.jsonValue(), (value) => equal(value, structuredClone(value)))));

  it('agrees with JSON on what differs', () =>
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 2 }), fc.jsonValue({ maxDepth: 2 }), (a, b) => {
      // the same fields may stand in another order
      const [one, other] = [a, b].map((value) => JSON.stringify(sorted(value)));
      if (one !== other) expect(equal(a, b)).to.be.false;
    })));
});

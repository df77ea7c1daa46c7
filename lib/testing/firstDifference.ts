// Where two values part: a step that is wrong in one field of one peer should not be read as two whole states.
import { Table } from '../table.ts';
import { equal } from './equal.ts';
import { show } from './show.ts';

type Fields = ReadonlyMap<unknown, unknown>;

const fieldsOf = (value: unknown): Fields | undefined => {
  if (value instanceof Map || value instanceof Table) return new Map<unknown, unknown>(value);
  const isPlain = typeof value === 'object' && value !== null && !(value instanceof Set) && !ArrayBuffer.isView(value);
  return isPlain ? new Map<unknown, unknown>(Object.entries(value)) : undefined;
};

const said = (fields: Fields, key: unknown): string => (fields.has(key) ? show(fields.get(key)) : 'nothing');

/**
 * @returns the way to the first field that differs and what is there on both sides; `undefined` when there is no field
 *   to name.
 * @example firstDifference({ a: { b: 1 } }, { a: { b: 2 } }) // '.a.b is 1, expected 2'
 */
export const firstDifference = (actual: unknown, expected: unknown): string | undefined => {
  const [ours, theirs] = [fieldsOf(actual), fieldsOf(expected)];
  if (ours === undefined || theirs === undefined) return undefined;
  for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
    if (ours.has(key) && theirs.has(key) && equal(ours.get(key), theirs.get(key))) continue;
    const way = `.${String(key)}`;
    const below = firstDifference(ours.get(key), theirs.get(key));
    return below === undefined ? `${way} is ${said(ours, key)}, expected ${said(theirs, key)}` : `${way}${below}`;
  }
  return undefined;
};

// Whether two values are the same by what they hold: maps, sets, tables, errors and bytes are looked into as well.
import { Table } from '../table.ts';

/** Pairs that are being compared further out: where a value holds itself, it is the same as long as the rest is. */
type Open = readonly (readonly [object, object])[];

const bytesOf = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at]);

const sameMap = (a: Iterable<readonly [unknown, unknown]>, b: ReadonlyMap<unknown, unknown>, open: Open): boolean =>
  [...a].every(([key, value]) => b.has(key) && same(value, b.get(key), open));

/** Members that are objects are sought among all that are left: sets in tests are small. */
const sameSet = (a: ReadonlySet<unknown>, b: ReadonlySet<unknown>, open: Open): boolean => {
  const left = new Set(b);
  return [...a].every((member) => {
    const found = left.has(member) ? member : [...left].find((other) => same(member, other, open));
    return left.delete(found);
  });
};

const sameFields = (a: object, b: object, open: Open): boolean => {
  const [fields, others] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return fields.size === others.size && sameMap(fields, others, open);
};

const sameObject = (a: object, b: object, open: Open): boolean => {
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (a instanceof Map && b instanceof Map) return a.size === b.size && sameMap(a, b, open);
  if (a instanceof Table && b instanceof Table) return a.size === b.size && sameMap(a, new Map(b), open);
  if (a instanceof Set && b instanceof Set) return a.size === b.size && sameSet(a, b, open);
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) return sameBytes(bytesOf(a), bytesOf(b));
  if (a instanceof Date && b instanceof Date) return Object.is(a.getTime(), b.getTime());
  if (a instanceof Error && b instanceof Error && (a.message !== b.message || a.name !== b.name)) return false;
  if (a instanceof Error && b instanceof Error && !same(a.cause, b.cause, open)) return false;
  return sameFields(a, b, open);
};

const same = (a: unknown, b: unknown, open: Open): boolean => {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (open.some(([one, other]) => one === a && other === b)) return true;
  return sameObject(a, b, [...open, [a, b]]);
};

/** Deep and strict: `0` is not `-0`, and an `undefined` field is not an absent one. Functions by identity. */
export const equal = (a: unknown, b: unknown): boolean => same(a, b, []);

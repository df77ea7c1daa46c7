// A value on one line, for people who read why a test failed: JSON would drop maps, sets, errors and bytes.
import { Table } from '../table.ts';

/** A step holds a whole state; what matters of it is said by `firstDifference`. */
const SHOWN_MAX = 400;
const DEPTH_MAX = 8;
const BYTES_MAX = 32;

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
const keyOf = (key: string): string => (IDENTIFIER.test(key) ? key : JSON.stringify(key));

const bytes = (view: ArrayBufferView): string => {
  const all = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const hex = Array.from(all.subarray(0, BYTES_MAX), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return `${view.constructor.name}(${all.length}) <${hex}${all.length > BYTES_MAX ? ' …' : ''}>`;
};

const fields = (value: object, depth: number): string =>
  Object.entries(value).map(([key, field]) => `${keyOf(key)}: ${shown(field, depth + 1)}`).join(', ');

const braced = (name: string, inside: string): string => (inside === '' ? `${name}{}` : `${name}{ ${inside} }`);

const nameOf = (value: object): string => {
  const prototype = Object.getPrototypeOf(value) as { readonly constructor?: { readonly name?: string } } | null;
  const name = prototype?.constructor?.name ?? '';
  return name === '' || name === 'Object' ? '' : `${name} `;
};

const shownObject = (value: object, depth: number): string => {
  if (depth > DEPTH_MAX) return '…';
  if (Array.isArray(value)) return `[${value.map((item) => shown(item, depth + 1)).join(', ')}]`;
  if (value instanceof Map || value instanceof Table) {
    const inside = [...value].map(([key, item]) => `${shown(key, depth + 1)} => ${shown(item, depth + 1)}`);
    return braced(`${nameOf(value).trim()}(${value.size}) `, inside.join(', '));
  }
  if (value instanceof Set) {
    return braced(`Set(${value.size}) `, [...value].map((item) => shown(item, depth + 1)).join(', '));
  }
  if (ArrayBuffer.isView(value)) return bytes(value);
  if (value instanceof Date) return `Date(${value.getTime()})`;
  if (value instanceof Error) {
    const more = fields(value, depth);
    return `${value.name}(${JSON.stringify(value.message)})${more === '' ? '' : ` { ${more} }`}`;
  }
  return braced(nameOf(value), fields(value, depth));
};

const shown = (value: unknown, depth: number): string => {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'object':
      return value === null ? 'null' : shownObject(value, depth);
    case 'function':
      return `[function ${value.name}]`;
    case 'bigint':
      return `${value}n`;
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    default:
      return String(value);
  }
};

/** At most some 400 characters; what is longer ends in an ellipsis. */
export const show = (value: unknown): string => {
  const line = shown(value, 0);
  return line.length > SHOWN_MAX ? `${line.slice(0, SHOWN_MAX)}…` : line;
};

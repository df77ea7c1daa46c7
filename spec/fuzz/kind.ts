// What kind of outcome an input leads to: inputs that lead to a new one are worth keeping.

/** Deeper down, only whether something is there counts. */
const DEPTH_MAX = 2;
const WORDS = /^[A-Za-z][A-Za-z0-9_-]{0,24}$/;

/** A value without what is in it: its fields, and which of them are empty. */
export const kindOf = (value: unknown, depth = 0): string => {
  if (typeof value === 'string') return value === '' ? 'no text' : 'text';
  if (typeof value === 'number') return value === 0 ? '0' : Number.isFinite(value) ? 'n' : 'NaN';
  if (typeof value !== 'object' || value === null) return String(value);
  if (ArrayBuffer.isView(value)) return value.byteLength === 0 ? 'no bytes' : 'bytes';
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return depth > DEPTH_MAX ? '[…]' : `[${kindOf(value[0], depth + 1)}]`;
  }
  return depth > DEPTH_MAX ? '{…}' : `{${fieldsOf(value, depth).join(' ')}}`;
};

const fieldsOf = (value: object, depth: number): readonly string[] =>
  Object.entries(value).map(([key, inner]: [string, unknown]) => {
    const isName = (key === 'type' || key === 'reason' || key === 'code') && typeof inner === 'string';
    return isName ? inner : `${WORDS.test(key) ? key : '*'}:${kindOf(inner, depth + 1)}`;
  });

const SHAPE_CHARS_MAX = 48;
const [DIGIT_0, DIGIT_9, QUOTE, TICK, BACKSLASH, TILDE] = [0x30, 0x39, 0x22, 0x27, 0x5c, 0x7e] as const;

/** A message without its numbers and without what it quotes. By hand: it is asked for nearly every input. */
const withoutValues = (message: string): string => {
  let shape = '';
  for (let at = 0; at < message.length && shape.length < SHAPE_CHARS_MAX; at++) {
    const code = message.charCodeAt(at);
    const isDigit = code >= DIGIT_0 && code <= DIGIT_9;
    if (code === QUOTE || (code === TICK && message.charAt(at - 1) === ' ')) {
      for (at++; at < message.length && message.charCodeAt(at) !== code; at++) {
        if (message.charCodeAt(at) === BACKSLASH) at++;
      }
      shape += '""';
    } else if (!isDigit) shape += code < 0x20 || code > TILDE ? '?' : message.charAt(at);
    else if (!shape.endsWith('#')) shape += '#';
  }
  return shape;
};

/** V8 quotes what it was given as it is, with quotes in it and all. */
const CUT = /JSON|nexpected|xpected|nterminated|Bad/;

/** An error without the values in its message: they are the input's, and there are as many as there are inputs. */
export const shapeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return `not an error: ${typeof error}`;
  const code = 'reason' in error ? ` ${String(error.reason)}` : 'code' in error ? ` ${String(error.code)}` : '';
  const { name, message } = error;
  const said = CUT.test(message.slice(0, SHAPE_CHARS_MAX)) ? message.split(/['"`,]/, 1)[0] ?? '' : message;
  return `${name}${code}: ${withoutValues(said)}`;
};

// The text of a configuration, YAML or JSON: what it says as plain data, and which line each part of it stands on.
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, Parser, type CST, type Document } from 'yaml';
import { messageOf } from '../errors.ts';
import type { Path } from './finding.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface SyntaxProblem extends Place {
  readonly what: string;
}

export interface ConfigText {
  readonly raw: unknown;
  readonly problems: readonly SyntaxProblem[];
  /** Where the value at a path is, or its key; the nearest thing above it when it is not there. */
  readonly placeOf: (path: Path, atKey?: boolean) => Place;
  readonly has: (path: Path) => boolean;
}

/** The parser compares every key of a map with every other: 64 KiB of them take a third of a second. */
export const CONFIG_BYTES_MAX = 65_536;
/** The composer is recursive, and at 700 levels it takes the whole process down instead of throwing. */
const NESTING_MAX = 32;

const START: Place = { line: 1, column: 1 };

/** Reads the text; never throws, whatever it is given. */
export const configText = (text: string): ConfigText => {
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const failed = (what: string, place = START): ConfigText =>
    ({ raw: undefined, problems: [{ ...place, what }], placeOf: () => place, has: () => false });

  const bytes = Buffer.byteLength(text);
  if (bytes > CONFIG_BYTES_MAX) return failed(`is ${bytes} bytes, limit ${CONFIG_BYTES_MAX}`);
  const deep = tooDeep(text, lines);
  if (deep !== undefined) return failed(`is nested too deeply, limit ${NESTING_MAX} levels`, placeAt(deep));
  try {
    const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
    const problems = [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
      ...placeAt(pos[0]),
      what: code === 'DUPLICATE_KEY' ? `${wordAt(text, pos[0])}: is given twice` : sentence(message),
    }));
    return {
      raw: problems.length === 0 ? document.toJS() : undefined,
      problems,
      placeOf: (path, atKey = false) => placeAt(offsetOf(document, path, atKey).offset),
      has: (path) => offsetOf(document, path, false).found,
    };
  } catch (error) {
    return failed(messageOf(error)); // more aliases than anybody writes by hand
  }
};

/** Where the text goes below the last level allowed, if it does. This parser has a stack of its own. */
const tooDeep = (text: string, lines: LineCounter): number | undefined => {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [];
  for (const token of new Parser(lines.addNewLine).parse(text)) open.push({ token, depth: 0 });
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > NESTING_MAX) return token.offset;
    if (token.type === 'document' && token.value) open.push({ token: token.value, depth });
    for (const item of 'items' in token ? token.items : []) {
      if (item.key) open.push({ token: item.key, depth: depth + 1 });
      if (item.value) open.push({ token: item.value, depth: depth + 1 });
    }
  }
  return undefined;
};

const offsetOf = (document: Document, path: Path, atKey: boolean): { offset: number; found: boolean } => {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && textOf(key.value) === step)
      : undefined;
    const below: unknown = pair?.value ?? (isSeq(node) && typeof step === 'number' ? node.items[step] : undefined);
    if (pair === undefined && below === undefined) return { offset, found: false };
    const isLast = depth === path.length - 1;
    offset = (isLast && atKey ? startOf(pair?.key) : startOf(below)) ?? startOf(pair?.key) ?? offset;
    node = below;
  }
  return { offset, found: true };
};

const startOf = (node: unknown): number | undefined =>
  typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
    ? (node.range[0] as number)
    : undefined;

const wordAt = (text: string, offset: number): string =>
  /^["']?([^"'\s:]{1,60})/.exec(text.slice(offset, offset + 64))?.[1] ?? 'a key';

/** The parser's own words, without its line breaks. */
const sentence = (message: string): string => message.replace(/\s+/g, ' ').trim();

/** A key as `toJS` writes it: `1:` and `null:` are keys as well. */
const textOf = (key: unknown): string =>
  typeof key === 'string' || typeof key === 'number' || typeof key === 'boolean' ? String(key) : '';

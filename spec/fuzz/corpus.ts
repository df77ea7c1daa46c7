// The inputs that are kept: for each target those that reach its ways, and those that once showed what must not be.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Finding, Fuzzed } from './fuzz.ts';
import type { Target } from './target.ts';

/** All targets together are to stay below 300 KB. */
const REACHED_BYTES_MAX = 5_120;
const INPUT_BYTES_MAX = 1_024;

interface Line {
  /** The kind of outcome, or what was found. */
  readonly what: string;
  readonly text?: string;
  readonly base64?: string;
}

const FOLDER = new URL('corpus/', import.meta.url);
const fileOf = (name: string, file: string): URL => new URL(`${name}/${file}.ndjson`, FOLDER);

const bytesOf = ({ text, base64 }: Line): Uint8Array =>
  text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text, 'utf8');

/** As text where that loses nothing: people read it in reviews. */
const lineOf = (what: string, bytes: Uint8Array, isText: boolean): string => {
  const text = Buffer.from(bytes).toString('utf8');
  const isWhole = isText && Buffer.from(text, 'utf8').equals(bytes);
  return JSON.stringify(isWhole ? { what, text } : { what, base64: Buffer.from(bytes).toString('base64') });
};

const read = (name: string, file: string): readonly Finding[] => {
  const path = fileOf(name, file);
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter((line) => line !== '') : [];
  return lines.map((text) => JSON.parse(text) as Line).map((line) => ({ what: line.what, bytes: bytesOf(line) }));
};

export const reachedBefore = (name: string): readonly Uint8Array[] => read(name, 'reached').map(({ bytes }) => bytes);

/** Each was a finding once, and has to be none now. */
export const foundBefore = (name: string): readonly Finding[] => read(name, 'found');

const write = (name: string, file: string, lines: readonly string[]): void => {
  mkdirSync(new URL(`${name}/`, FOLDER), { recursive: true });
  writeFileSync(fileOf(name, file), lines.map((line) => `${line}\n`).join(''));
};

/** Replaces what reached the ways of a target before: the shortest first, as many as there is room for. */
export const keepReached = ({ name, isText }: Target, { reached }: Fuzzed): void => {
  const shortest = [...reached].filter(([, bytes]) => bytes.length <= INPUT_BYTES_MAX)
    .sort(([, one], [, two]) => one.length - two.length);
  let room = REACHED_BYTES_MAX;
  const lines: string[] = [];
  for (const [kind, bytes] of shortest) {
    const line = lineOf(kind.slice(0, 120), bytes, isText);
    room -= line.length;
    if (room >= 0) lines.push(line);
  }
  write(name, 'reached', lines);
};

/** Adds what was found to what was found before. */
export const keepFound = ({ name, isText }: Target, findings: readonly Finding[]): void => {
  const known = foundBefore(name);
  const fresh = findings.filter(({ bytes }) => !known.some((one) => Buffer.compare(one.bytes, bytes) === 0));
  if (fresh.length === 0) return;
  write(name, 'found', [...known, ...fresh].map(({ what, bytes }) => lineOf(what, bytes, isText)));
};

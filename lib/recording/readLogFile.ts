// Reads a recording from disk, line by line, over all of its segments: no more than a segment is ever in memory.
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { gunzipSync } from 'node:zlib';
import { messageOf } from '../errors.ts';
import { LogError } from './logError.ts';
import { PACKED, segmentName, segmentsOf } from './segments.ts';

const CHUNK_BYTES = 65_536;

/** The longest line is what one peer tells of addresses, or a few numbers: what is longer is no recording. */
const LINE_CHARS_MAX = 16_777_216;

/** What a packed segment may unpack to: the most that can be asked for as the size of a segment, and some. */
export const UNPACKED_BYTES_MAX = 1_100_000_000;

function* plain(path: string): Generator<Buffer> {
  const descriptor = openSync(path, 'r');
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (;;) {
      const count = readSync(descriptor, chunk, 0, CHUNK_BYTES, null);
      if (count === 0) return;
      yield chunk.subarray(0, count);
    }
  } finally {
    closeSync(descriptor);
  }
}

function* packed(path: string): Generator<Buffer> {
  const bytes = gunzipSync(readFileSync(path), { maxOutputLength: UNPACKED_BYTES_MAX });
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

function* chunks(file: string): Generator<Buffer> {
  let next = 0;
  for (const { index, path } of segmentsOf(file)) {
    next = index + 1;
    try {
      yield* path.endsWith(PACKED) ? packed(path) : plain(path);
    } catch (error) {
      throw new LogError(`${path} cannot be read: ${messageOf(error)}`, { cause: error });
    }
  }
  if (next === 0) throw new LogError(`${file} is not there`);
  const [gap, after] = [segmentName(file, next), segmentName(file, next + 1)];
  if (existsSync(after) || existsSync(after + PACKED)) {
    throw new LogError(`${gap} is not there, though ${after} is: a recording can only be replayed whole`);
  }
}

/**
 * The lines of a recording, without their ends; the last one may be cut off.
 *
 * @param file the first segment's name, without `.gz`
 * @throws LogError when it is not there, cannot be read, or a segment is missing
 * @example readLog(readLogFile('run.log'))
 */
export function* readLogFile(file: string): Generator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for (const chunk of chunks(file)) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LINE_CHARS_MAX) throw new LogError(`${file}: a line of more than ${LINE_CHARS_MAX} characters`);
    yield* lines;
  }
  if (rest !== '') yield rest;
}

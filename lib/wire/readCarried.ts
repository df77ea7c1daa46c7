// Metadata and data, as all frames that carry both carry them.
import { bodyOf } from './bodyOf.ts';
import { FLAG, METADATA_LENGTH_BYTES } from './layout.ts';
import { need } from './malformed.ts';
import { readU24 } from './uint.ts';

export interface Carried {
  readonly metadata?: Uint8Array;
  readonly data: Uint8Array;
}

/** A route of that many bytes is still quicker to compare than to have an array made of. */
const KEPT_BYTES_MAX = 64;

/** Of the last frame that had some, whichever connection it came by: request after request is for the same route. */
let last = new Uint8Array(0);

const isLast = (bytes: Uint8Array, start: number, count: number): boolean => {
  if (count !== last.length) return false;
  for (let at = 0; at < count; at++) {
    if (bytes[start + at] !== last[at]) return false;
  }
  return true;
};

const metadataAt = (bytes: Uint8Array, start: number, count: number): Uint8Array => {
  if (isLast(bytes, start, count)) return last;
  const view = bytes.subarray(start, start + count);
  if (count > KEPT_BYTES_MAX) return view;
  last = Uint8Array.from(view);
  return last;
};

/**
 * What lies between `at` and `end`. The metadata is shared with other frames or a view: it is read when the frame
 * comes, and neither kept nor changed.
 *
 * @throws FrameError when the metadata would go past the end.
 * @internal
 */
export const readCarried = (flags: number, bytes: Uint8Array, at: number, end: number): Carried => {
  if ((flags & FLAG.METADATA) === 0) return { data: bodyOf(bytes, at, end) };
  need('metadata length', METADATA_LENGTH_BYTES, at, end);
  const start = at + METADATA_LENGTH_BYTES;
  const count = readU24(bytes, at);
  need('metadata', count, start, end);
  return { metadata: metadataAt(bytes, start, count), data: bodyOf(bytes, start + count, end) };
};

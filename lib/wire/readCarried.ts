// Metadata and data, as all frames that carry both carry them.
import { bodyOf } from './bodyOf.ts';
import { FLAG, METADATA_LENGTH_BYTES } from './layout.ts';
import { need } from './malformed.ts';
import { readU24 } from './uint.ts';

export interface Carried {
  readonly metadata?: Uint8Array;
  readonly data: Uint8Array;
}

/**
 * What lies between `at` and `end`. The metadata is always a view: it is read when the frame comes, and not kept.
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
  return { metadata: bytes.subarray(start, start + count), data: bodyOf(bytes, start + count, end) };
};

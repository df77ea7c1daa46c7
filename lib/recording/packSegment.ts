// Packs a full segment of a recording with gzip, beside the node's work: to a tenth of its size.
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { messageOf } from '../errors.ts';
import { PACKED } from './segments.ts';

export interface Packing {
  /** Resolves when it is done, was stopped or failed; never rejects. */
  readonly done: Promise<void>;
  readonly stop: () => void;
}

const OWNER_ONLY = 0o600;

const packedTo = async (path: string, signal: AbortSignal): Promise<number> => {
  const draft = `${path}${PACKED}.tmp`;
  try {
    await pipeline(createReadStream(path), createGzip(), createWriteStream(draft, { mode: OWNER_ONLY }), { signal });
    const { size } = await stat(draft);
    await rename(draft, path + PACKED);
    await rm(path);
    return size;
  } finally {
    await rm(draft, { force: true });
  }
};

/**
 * At any moment the segment is there whole, plain or packed.
 *
 * @param packed told of how many bytes it has become
 * @param warn told when it could not be packed; it then stays as it is
 */
export const pack = (path: string, packed: (bytes: number) => void, warn: (text: string) => void): Packing => {
  const stopping = new AbortController();
  const done = packedTo(path, stopping.signal).then(packed, (error: unknown) => {
    if (!stopping.signal.aborted) warn(`recording: ${path} cannot be packed: ${messageOf(error)}`);
  });
  return { done, stop: () => stopping.abort() };
};

// A stream of bytes to frames. A frame that lies wholly in a chunk is read where it is; one that is cut over chunks is
// collected in a buffer of its own. A length is checked before anything is allocated for it.
import type { Frame } from './frame.ts';
import { GrowingBytes } from './growingBytes.ts';
import { HEADER_BYTES, PREFIX_BYTES } from './layout.ts';
import { FRAME_BYTES_HARD_MAX, FRAME_BYTES_MIN, type FrameLimits } from './limits.ts';
import { protocol, tooBig } from './malformed.ts';
import { readFrame } from './readFrame.ts';
import { readU24 } from './uint.ts';

/**
 * Cuts what comes in, chunk by chunk, into frames, and hands each to `onFrame` in order. `onFrame` may call `raise`,
 * which counts from the next frame on, and may throw to stop.
 *
 * @example
 * const deframer = new Deframer({ frameBytesMax: FRAME_BYTES_BEFORE_HELLO }, (frame) => session.take(frame));
 * channel.bytes$.subscribe((chunk) => deframer.push(chunk));
 */
export class Deframer {
  readonly #onFrame: (frame: Frame) => void;
  #frameBytesMax: number;
  /** The bytes of a length that is not complete, as a number, and how many they are. */
  #prefix = 0;
  #prefixBytes = 0;
  /** Of a started frame whose length is known: what has come of it, and the length. */
  #started: GrowingBytes | undefined;
  #length = 0;
  #state: 'idle' | 'busy' | 'stopped' = 'idle';
  /** No frame more is wanted of this chunk. */
  #enough = false;

  constructor({ frameBytesMax }: FrameLimits, onFrame: (frame: Frame) => void) {
    this.#frameBytesMax = allowed(frameBytesMax);
    this.#onFrame = onFrame;
  }

  /** Bytes that have come of a started frame, those of its length included; 0 when no frame is started. */
  get held(): number {
    return this.#prefixBytes + (this.#started?.length ?? 0);
  }

  /** Bytes allocated for a started frame: at most four times `held`, or 1 KiB. */
  get reserved(): number {
    return this.#started?.reserved ?? 0;
  }

  /** Changes the limit of every frame whose length has not come yet. @throws RangeError beyond what is configurable. */
  raise(frameBytesMax: number): void {
    this.#frameBytesMax = allowed(frameBytesMax);
  }

  /** From within `onFrame`: what comes after this frame is for later, and `push` gives it back. */
  enough(): void {
    this.#enough = true;
  }

  /**
   * Takes a chunk of any size. After an error, its own or one of `onFrame`, it is stopped: there is no next frame to
   * be found in what follows a malformed one, so what is still pushed is thrown away.
   *
   * @returns what is left of the chunk when `enough` was called; it has to be pushed before the next one
   * @throws FrameError when a frame is malformed or too big, and whatever `onFrame` throws.
   */
  push(chunk: Uint8Array): Uint8Array | undefined {
    if (this.#state === 'stopped') return undefined;
    if (this.#state === 'busy') throw new Error('Deframer: pushed to from within onFrame, which would mix up frames');
    this.#state = 'busy';
    this.#enough = false;
    let ended = false;
    try {
      const taken = this.#take(chunk);
      ended = true;
      return taken < chunk.length ? chunk.subarray(taken) : undefined;
    } finally {
      this.#state = ended ? 'idle' : 'stopped';
      if (!ended) this.#forget();
    }
  }

  #take(chunk: Uint8Array): number {
    let at = this.held > 0 ? this.#goOn(chunk, 0) : 0;
    while (at + PREFIX_BYTES <= chunk.length && !this.#enough) {
      const start = at + PREFIX_BYTES;
      const length = this.#checked(readU24(chunk, at));
      if (start + length > chunk.length) break;
      at = start + length;
      this.#onFrame(readFrame(chunk, start, at));
    }
    return this.#enough || at === chunk.length ? at : this.#goOn(chunk, at);
  }

  /** A frame that is cut: starts it, or goes on with it. Returns the offset behind what was taken of the chunk. */
  #goOn(chunk: Uint8Array, at: number): number {
    while (this.#prefixBytes < PREFIX_BYTES && at < chunk.length) {
      this.#prefix = (this.#prefix << 8) | (chunk[at++] ?? 0);
      if (++this.#prefixBytes === PREFIX_BYTES) {
        this.#length = this.#checked(this.#prefix);
        this.#started = new GrowingBytes(this.#length);
      }
    }
    if (this.#started === undefined) return at;
    const end = Math.min(chunk.length, at + this.#length - this.#started.length);
    this.#started.append(chunk, at, end);
    if (this.#started.length === this.#length) {
      const frame = readFrame(this.#started.whole(), 0, this.#length);
      this.#forget();
      this.#onFrame(frame);
    }
    return end;
  }

  #checked(length: number): number {
    if (length > this.#frameBytesMax) throw tooBig('frame', length, this.#frameBytesMax);
    if (length < HEADER_BYTES) throw protocol(`frame of ${length} bytes, at least ${HEADER_BYTES}`);
    return length;
  }

  #forget(): void {
    this.#prefix = this.#prefixBytes = this.#length = 0;
    this.#started = undefined;
  }
}

const allowed = (frameBytesMax: number): number => {
  if (frameBytesMax >= FRAME_BYTES_MIN && frameBytesMax <= FRAME_BYTES_HARD_MAX) return frameBytesMax;
  throw new RangeError(`frameBytesMax of ${frameBytesMax}, from ${FRAME_BYTES_MIN} to ${FRAME_BYTES_HARD_MAX}`);
};

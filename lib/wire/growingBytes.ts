// Bytes that come in pieces, put together once all are there. Memory follows what has come, not what was announced.
//
// A large piece that has its memory to itself is kept as it is. Small ones are copied into a buffer that grows by a
// factor of four, so that a byte is moved 1/3 times on average, whatever the size of the pieces, and whoever announces
// much and sends little gets little: at most four times what was received, or the first step.

/** What a first small piece gets, so that 1-byte pieces do not start a dozen buffers. */
export const FIRST_STEP_BYTES = 1_024;
const GROWTH = 4;

/** A quarter of what TLS hands out at once; below that, a piece costs as much to keep as to copy. */
const KEPT_BYTES_MIN = 4_096;
/** The share of its memory that a piece must be of, to be kept: it holds the rest of it too. */
const KEPT_SHARE_MIN = 0.5;

const NOTHING = new Uint8Array(0);
/** From this share of a buffer on that is not used, what has come is copied to one that fits. */
const WASTE_MAX = 0.25;

export class GrowingBytes {
  readonly #bytesMax: number;
  /** Pieces that were kept as they came, and buffers that small ones were copied into, in order. */
  #parts: Uint8Array[] | undefined;
  #partBytes = 0;
  #partsReserve = 0;
  /** Where small pieces go. */
  #bytes = NOTHING;
  #used = 0;

  /** @param bytesMax how many bytes can come at most: no buffer ever gets larger. */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Bytes received. */
  get length(): number {
    return this.#partBytes + this.#used;
  }

  /** Bytes allocated for them. */
  get reserved(): number {
    return this.#partsReserve + this.#bytes.length;
  }

  /** Takes `source` from `start` to `end`. The caller sees to it that no more than `bytesMax` come. */
  append(source: Uint8Array, start: number, end: number): void {
    const count = end - start;
    if (count === 0) return;
    const piece = source.subarray(start, end);
    if (count >= KEPT_BYTES_MIN && count >= KEPT_SHARE_MIN * source.buffer.byteLength) {
      this.#keepBuffer();
      this.#keep(piece, count);
      return;
    }
    if (this.#used + count > this.#bytes.length) this.#grow(this.#used + count);
    this.#bytes.set(piece, this.#used);
    this.#used += count;
  }

  /** All that has come, in a buffer that holds little else. Nothing may be appended afterwards. */
  whole(): Uint8Array {
    if (this.#parts === undefined) {
      return this.#bytes.length * (1 - WASTE_MAX) > this.#used
        ? this.#bytes.slice(0, this.#used)
        : this.#bytes.subarray(0, this.#used);
    }
    this.#keepBuffer();
    const whole = Buffer.allocUnsafeSlow(this.#partBytes); // all of it is written to
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  #keep(part: Uint8Array, reserve: number): void {
    (this.#parts ??= []).push(part);
    this.#partBytes += part.length;
    this.#partsReserve += reserve;
  }

  #keepBuffer(): void {
    if (this.#used === 0) return;
    this.#keep(this.#bytes.subarray(0, this.#used), this.#bytes.length);
    this.#bytes = NOTHING;
    this.#used = 0;
  }

  #grow(length: number): void {
    const room = this.#bytesMax - this.#partBytes;
    const grown = new Uint8Array(Math.min(Math.max(GROWTH * length, FIRST_STEP_BYTES), room));
    grown.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = grown;
  }
}

// Bytes that come in pieces, in one buffer that grows with what has come, not with what was announced.
//
// Each growth is by a factor of four, so that a byte is moved 1/3 times on average, whatever the size of the pieces,
// and whoever announces much and sends little gets little: at most four times what was received, or the first step.

/** What a first piece gets, so that 1-byte pieces do not start a dozen buffers. */
export const FIRST_STEP_BYTES = 1_024;
const GROWTH = 4;

const NOTHING = new Uint8Array(0);
/** From this share of a buffer on that is not used, what has come is copied to one that fits. */
const WASTE_MAX = 0.25;

export class GrowingBytes {
  readonly #bytesMax: number;
  #bytes = NOTHING;
  #length = 0;

  /** @param bytesMax how many bytes can come at most: the buffer never gets larger. */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Bytes received. */
  get length(): number {
    return this.#length;
  }

  /** Bytes allocated for them. */
  get reserved(): number {
    return this.#bytes.length;
  }

  /** Takes `source` from `start` to `end`. The caller sees to it that no more than `bytesMax` come. */
  append(source: Uint8Array, start: number, end: number): void {
    if (start === end) return;
    const length = this.#length + end - start;
    if (length > this.#bytes.length) this.#grow(length);
    this.#bytes.set(source.subarray(start, end), this.#length);
    this.#length = length;
  }

  /** All that has come, in a buffer that holds little else. Nothing may be appended afterwards. */
  whole(): Uint8Array {
    return this.#bytes.length * (1 - WASTE_MAX) > this.#length
      ? this.#bytes.slice(0, this.#length)
      : this.#bytes.subarray(0, this.#length);
  }

  #grow(length: number): void {
    const grown = new Uint8Array(Math.min(Math.max(GROWTH * length, FIRST_STEP_BYTES), this.#bytesMax));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

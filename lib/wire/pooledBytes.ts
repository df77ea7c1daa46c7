// Bytes of a message that comes in pieces, in memory that is used again: what is begun and never ended would otherwise
// be let go of faster than V8 collects it, and V8 lets 64 MiB of such memory lie.
import { GrowingBytes } from './growingBytes.ts';
import { PARTIAL_BYTES_ALL_PEERS_MAX } from './limits.ts';
import { SLAB_BYTES } from './sessionLimits.ts';

/** As many as can be in use at once, since what is in use is counted. */
const FREE_MAX = PARTIAL_BYTES_ALL_PEERS_MAX / SLAB_BYTES;

/** What nobody uses at the moment: nothing, when nobody uses any. */
const free: Uint8Array[] = [];
let inUse = 0;

const taken = (): Uint8Array => {
  inUse++;
  return free.pop() ?? Buffer.allocUnsafeSlow(SLAB_BYTES);
};

const givenBack = (slabs: readonly Uint8Array[]): void => {
  inUse -= slabs.length;
  if (inUse === 0) free.length = 0;
  else free.push(...slabs.slice(0, FREE_MAX - free.length));
};

/** Slabs that are in use at the moment, over all connections of the process. */
export const slabsInUse = (): number => inUse;

export class PooledBytes {
  readonly #bytesMax: number;
  /** Where they are until they are more than a slab is worth: most connections send fragments of small messages. */
  #few: GrowingBytes | undefined;
  #slabs: Uint8Array[] = [];
  #length = 0;

  /** @param bytesMax how many bytes can come at most */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Bytes received. */
  get length(): number {
    return this.#few?.length ?? this.#length;
  }

  /** Bytes allocated for them. */
  get reserved(): number {
    return this.#few?.reserved ?? this.#slabs.length * SLAB_BYTES;
  }

  /** Takes the whole of `source`. The caller sees to it that no more than `bytesMax` come. */
  append(source: Uint8Array): void {
    if (source.length === 0) return;
    if (this.#slabs.length === 0 && this.length + source.length <= SLAB_BYTES / 2) {
      this.#few ??= new GrowingBytes(Math.min(this.#bytesMax, SLAB_BYTES / 2));
      this.#few.append(source, 0, source.length);
      return;
    }
    const few = this.#few?.whole();
    this.#few = undefined;
    if (few !== undefined) this.#copy(few);
    this.#copy(source);
  }

  /** All that has come, in memory of its own. */
  whole(): Uint8Array {
    if (this.#few !== undefined) return this.#few.whole();
    const whole = Buffer.allocUnsafeSlow(this.#length); // all of it is written to
    for (const [at, slab] of this.#slabs.entries()) {
      const start = at * SLAB_BYTES;
      whole.set(slab.subarray(0, Math.min(SLAB_BYTES, this.#length - start)), start);
    }
    return whole;
  }

  /** Gives the memory back: nothing may be asked of it any more. */
  free(): void {
    givenBack(this.#slabs);
    this.#slabs = [];
    this.#few = undefined;
    this.#length = 0;
  }

  #copy(source: Uint8Array): void {
    for (let at = 0; at < source.length;) {
      const used = this.#length % SLAB_BYTES;
      if (used === 0) this.#slabs.push(taken());
      const count = Math.min(source.length - at, SLAB_BYTES - used);
      this.#slabs.at(-1)?.set(source.subarray(at, at + count), used);
      this.#length += count;
      at += count;
    }
  }
}

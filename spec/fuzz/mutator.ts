// Makes inputs out of inputs: what disks, clumsy programs and enemies do to bytes, drawn by a seeded chance.

/** Around what one, two, three and four bytes can hold, and around the limits of the wire. */
const INTERESTING = [
  0, 1, 2, 3, 6, 7, 15, 16, 17, 31, 32, 63, 64, 65, 127, 128, 255, 256, 257, 511, 512, 1_023, 1_024, 4_095, 4_096,
  4_097, 16_384, 32_767, 32_768, 65_535, 65_536, 262_144, 0x7f_ffff, 0xff_ffff, 0x100_0000, 0x7fff_ffff, 0x8000_0000,
  0xffff_ffff,
];
/** Most inputs are short, as those of the corpus are; one in so many is a long one. */
const LONG_EVERY = 2_000;
const SHORT_BYTES_MAX = 4_096;
const LONG_BYTES_MAX = 65_536;
const STEPS_MAX = 4;
const RANGE_BYTES_MAX = 64;

type Step = (bytes: Buffer) => Buffer;

export class Mutator {
  readonly #random: () => number;
  readonly #pool: () => Uint8Array;
  readonly #words: readonly Uint8Array[];
  readonly #steps: readonly Step[];

  /** @param pool gives one of the inputs there are */
  constructor(random: () => number, pool: () => Uint8Array, words: readonly Uint8Array[]) {
    this.#random = random;
    this.#pool = pool;
    this.#words = words;
    this.#steps = [
      this.#flip, this.#flip, this.#set, this.#add, this.#number, this.#number, this.#insert, this.#remove,
      this.#remove,
      this.#twice, this.#cut, this.#splice, this.#splice, this.#word, this.#word, this.#swap,
    ];
  }

  /** The next input. */
  next(): Uint8Array {
    let bytes: Buffer = Buffer.from(this.#pool());
    const isLong = this.#below(LONG_EVERY) === 0;
    for (let left = 1 + this.#below(STEPS_MAX); left > 0; left--) {
      const step = this.#steps[this.#below(this.#steps.length)];
      if (step !== undefined) bytes = step(bytes);
    }
    if (isLong) bytes = this.#repeated(bytes);
    const most = isLong ? LONG_BYTES_MAX : SHORT_BYTES_MAX;
    return bytes.length > most ? bytes.subarray(0, most) : bytes;
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  /** Where a short range begins and ends. */
  #range({ length }: Buffer): readonly [number, number] {
    const from = this.#below(length + 1);
    return [from, Math.min(length, from + 1 + this.#below(RANGE_BYTES_MAX))];
  }

  readonly #flip = (bytes: Buffer): Buffer => {
    const at = this.#below(bytes.length);
    if (bytes.length > 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << this.#below(8));
    return bytes;
  };

  readonly #set = (bytes: Buffer): Buffer => {
    if (bytes.length > 0) bytes[this.#below(bytes.length)] = this.#below(256);
    return bytes;
  };

  /** A little more or less than there was: lengths and counts that are one off. */
  readonly #add = (bytes: Buffer): Buffer => {
    const at = this.#below(bytes.length);
    if (bytes.length > 0) bytes[at] = (bytes[at] ?? 0) + this.#below(9) - 4;
    return bytes;
  };

  readonly #number = (bytes: Buffer): Buffer => {
    const size = 1 + this.#below(4);
    if (bytes.length < size) return bytes;
    const value = INTERESTING[this.#below(INTERESTING.length)] ?? 0;
    bytes.writeUIntBE(value % 256 ** size, this.#below(bytes.length - size + 1), size);
    return bytes;
  };

  readonly #insert = (bytes: Buffer): Buffer => {
    const at = this.#below(bytes.length + 1);
    const more = Buffer.alloc(1 + this.#below(8), this.#below(256));
    return Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);
  };

  readonly #remove = (bytes: Buffer): Buffer => {
    const [from, to] = this.#range(bytes);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  };

  readonly #twice = (bytes: Buffer): Buffer => {
    const [from, to] = this.#range(bytes);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  };

  readonly #cut = (bytes: Buffer): Buffer => bytes.subarray(0, this.#below(bytes.length + 1));

  readonly #splice = (bytes: Buffer): Buffer => {
    const other = this.#pool();
    const [to, from] = [this.#below(bytes.length + 1), this.#below(other.length + 1)];
    return Buffer.concat([bytes.subarray(0, to), other.subarray(from)]);
  };

  readonly #word = (bytes: Buffer): Buffer => {
    const word = this.#words[this.#below(this.#words.length)];
    if (word === undefined) return this.#number(bytes);
    const at = this.#below(bytes.length + 1);
    const to = this.#below(2) === 0 ? at : Math.min(bytes.length, at + word.length);
    return Buffer.concat([bytes.subarray(0, at), word, bytes.subarray(to)]);
  };

  readonly #swap = (bytes: Buffer): Buffer => {
    const [from, to] = this.#range(bytes);
    const middle = from + this.#below(to - from + 1);
    return Buffer.concat([
      bytes.subarray(0, from), bytes.subarray(middle, to), bytes.subarray(from, middle), bytes.subarray(to)]);
  };

  /** Some of it again and again: what is quadratic shows, and so does what has no limit. */
  #repeated(bytes: Buffer): Buffer {
    const [from, to] = this.#range(bytes);
    const part = bytes.subarray(from, to);
    if (part.length === 0) return bytes;
    const times = Math.floor(this.#below(LONG_BYTES_MAX) / part.length);
    const middle = Buffer.alloc(times * part.length, part);
    return Buffer.concat([bytes.subarray(0, from), middle, bytes.subarray(from)]);
  }
}

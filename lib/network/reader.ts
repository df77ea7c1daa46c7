// Reads fields of bytes from a remote, one behind the other, and never past their end.
import { RecordError } from './recordError.ts';

export class Reader {
  readonly #what: string;
  readonly #bytes: Uint8Array;
  /** The same bytes. */
  readonly #buffer: Buffer;
  #at = 0;

  /** @param what the bytes are, for messages */
  constructor(what: string, bytes: Uint8Array) {
    this.#what = what;
    this.#bytes = bytes;
    this.#buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** A view, not a copy. @throws RecordError when fewer are left */
  take(length: number): Uint8Array {
    const at = this.#pass(length);
    return this.#bytes.subarray(at, at + length);
  }

  /** A big-endian unsigned integer of up to six bytes: what a double holds exactly. */
  uint(length: number): number {
    const at = this.#pass(length);
    return this.#buffer.readUIntBE(at, length);
  }

  /** So many bytes, as `hexOf` writes them. */
  hex(length: number): string {
    const at = this.#pass(length);
    return this.#buffer.toString('hex', at, at + length);
  }

  /** A length in one byte, and that many things. @throws RecordError when there are more than `max` */
  list<T>(name: string, max: number, read: () => T): readonly T[] {
    const count = this.uint(1);
    if (count > max) this.refuse(`${count} ${name}, limit ${max}`);
    return Array.from({ length: count }, read);
  }

  /** A length in one byte, and that many bytes. */
  short(name: string, max: number): Uint8Array {
    const length = this.uint(1);
    if (length > max) this.refuse(`${name} of ${length} bytes, limit ${max}`);
    return this.take(length);
  }

  /** @throws RecordError when something is left over */
  end(): void {
    if (this.left > 0) this.refuse(`${this.left} bytes too long`);
  }

  /** @returns where it was before. A view of a few bytes costs more than to read them where they are. */
  #pass(length: number): number {
    if (length > this.left) this.refuse(`ends ${length - this.left} bytes too early`);
    const at = this.#at;
    this.#at += length;
    return at;
  }

  refuse(why: string): never {
    throw new RecordError(`${this.#what}: ${why}`);
  }
}

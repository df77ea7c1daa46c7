// Writes what `Reader` reads.
import { RecordError } from './recordError.ts';

/** What a number is written as: of how many bytes, and whose it is, for messages. */
export interface Field {
  readonly length: number;
  readonly name: string;
}

/**
 * Writes a big-endian unsigned integer of up to six bytes.
 *
 * @returns the offset behind it
 * @throws RecordError when it does not fit
 */
export const writeUint = (bytes: Buffer, at: number, value: number, { length, name }: Field): number => {
  const limit = 256 ** length;
  if (!Number.isInteger(value) || value < 0 || value >= limit) {
    throw new RecordError(`${name} ${value}, must be a whole number below ${limit}`);
  }
  return bytes.writeUIntBE(value, at, length);
};

/** The same, in bytes of its own. @throws RecordError when it does not fit */
export const uint = (value: number, length: number, name: string): Uint8Array => {
  const bytes = Buffer.allocUnsafe(length);
  writeUint(bytes, 0, value, { length, name });
  return bytes;
};

/** A length in one byte, and the bytes. @throws RecordError when there are more than `max` */
export const short = (bytes: Uint8Array, max: number, name: string): Uint8Array => {
  if (bytes.length > max) throw new RecordError(`${name} of ${bytes.length} bytes, limit ${max}`);
  return concat([Uint8Array.of(bytes.length), bytes]);
};

/** How many in one byte, and all of them. @throws RecordError when there are more than `max` */
export const list = (items: readonly Uint8Array[], max: number, name: string): Uint8Array => {
  if (items.length > max) throw new RecordError(`${items.length} ${name}, limit ${max}`);
  return concat([Uint8Array.of(items.length), ...items]);
};

export const concat = (parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);

export const hexOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');

// Writes what `Reader` reads.
import { RecordError } from './recordError.ts';

/** A big-endian unsigned integer of up to six bytes. @throws RecordError when it does not fit */
export const uint = (value: number, length: number, name: string): Uint8Array => {
  const limit = 256 ** length;
  if (!Number.isInteger(value) || value < 0 || value >= limit) {
    throw new RecordError(`${name} ${value}, must be a whole number below ${limit}`);
  }
  const bytes = new Uint8Array(length);
  for (let [at, rest] = [length - 1, value]; at >= 0; at--, rest = Math.floor(rest / 256)) bytes[at] = rest % 256;
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

// The question of `millrace.get`: which nodes' records are wanted. `n 2, n × (id 10, body 6)`.
import { Reader } from '../network/reader.ts';
import { readWants, sizeOfWants, writeWants, type Want } from './keys.ts';

export const encodeWants = (wants: readonly Want[]): Uint8Array => {
  const bytes = Buffer.allocUnsafe(sizeOfWants(wants));
  writeWants(bytes, 0, wants);
  return bytes;
};

/** @throws RecordError and only that */
export const decodeWants = (bytes: Uint8Array): readonly Want[] => {
  const reader = new Reader('wants', bytes);
  const wants = readWants(reader);
  reader.end();
  return wants;
};

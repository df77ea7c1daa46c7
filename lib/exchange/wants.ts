// The question of `millrace.get`: which nodes' records are wanted. `n 2, n × (id 10, body 6)`.
import { concat } from '../network/fields.ts';
import { Reader } from '../network/reader.ts';
import { readWants, wantsBytes, type Want } from './keys.ts';

export const encodeWants = (wants: readonly Want[]): Uint8Array => concat(wantsBytes(wants));

/** @throws RecordError and only that */
export const decodeWants = (bytes: Uint8Array): readonly Want[] => {
  const reader = new Reader('wants', bytes);
  const wants = readWants(reader);
  reader.end();
  return wants;
};

// How entries are named where they are not told: what there is to be had of a node, and what is wanted of it.
//
//     advert  id 10 │ seq 6          want  id 10 │ the first 6 bytes of the hash of the body that is there, or zeros
import { base32 } from '../nodeId.ts';
import { hexOf, uint } from '../network/fields.ts';
import { EDGE_ID_BYTES, edgeIdBytes, type EdgeId } from '../network/ids.ts';
import type { Reader } from '../network/reader.ts';

/** Whose record, and which. */
export interface Advert {
  readonly id: EdgeId;
  readonly seq: number;
}

/** Whose record; where the body is known, its header will do. */
export interface Want {
  readonly id: EdgeId;
  /** Twelve hex digits: the beginning of the body's hash, or zeros. */
  readonly body: string;
}

/** What one bulletin advertises: 8 KiB. */
export const ADVERTS_MAX = 512;
/** What is asked for at once: records of that many nodes fit into one bulletin. */
export const WANTS_MAX = 128;

const SEQ_BYTES = 6;
const BODY_BYTES = 6;
const BODY_CHARS = 12;
const COUNT_BYTES = 2;
export const NO_BODY = '0'.repeat(BODY_CHARS);

export const bodyOfWant = (bodyHash: string): string => bodyHash.slice(0, BODY_CHARS);

export const advertsBytes = (adverts: readonly Advert[]): readonly Uint8Array[] =>
  [uint(adverts.length, COUNT_BYTES, 'adverts'),
    ...adverts.flatMap(({ id, seq }) => [edgeIdBytes(id), uint(seq, SEQ_BYTES, 'seq')])];

export const wantsBytes = (wants: readonly Want[]): readonly Uint8Array[] =>
  [uint(wants.length, COUNT_BYTES, 'wants'),
    ...wants.flatMap(({ id, body }) => [edgeIdBytes(id), Buffer.from(body, 'hex')])];

const counted = <T>(reader: Reader, name: string, max: number, read: () => T): readonly T[] => {
  const count = reader.uint(COUNT_BYTES);
  if (count > max) reader.refuse(`${count} ${name}, limit ${max}`);
  return Array.from({ length: count }, read);
};

/** @throws RecordError */
export const readAdverts = (reader: Reader): readonly Advert[] =>
  counted(reader, 'adverts', ADVERTS_MAX, () =>
    ({ id: base32(reader.take(EDGE_ID_BYTES)), seq: reader.uint(SEQ_BYTES) }));

/** @throws RecordError */
export const readWants = (reader: Reader): readonly Want[] =>
  counted(reader, 'wants', WANTS_MAX, () =>
    ({ id: base32(reader.take(EDGE_ID_BYTES)), body: hexOf(reader.take(BODY_BYTES)) }));

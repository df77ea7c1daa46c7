// How entries are named where they are not told: what there is to be had of a node, and what is wanted of it.
//
//     advert  id 10 │ seq 6          want  id 10 │ the first 6 bytes of the hash of the body that is there, or zeros
import { base32 } from '../nodeId.ts';
import { writeUint } from '../network/fields.ts';
import { EDGE_ID_BYTES, writeEdgeId, type EdgeId } from '../network/ids.ts';
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
const SEQ = { length: SEQ_BYTES, name: 'seq' } as const;
export const NO_BODY = '0'.repeat(BODY_CHARS);

export const bodyOfWant = (bodyHash: string): string => bodyHash.slice(0, BODY_CHARS);

export const sizeOfAdverts = ({ length }: readonly Advert[]): number =>
  COUNT_BYTES + length * (EDGE_ID_BYTES + SEQ_BYTES);

export const sizeOfWants = ({ length }: readonly Want[]): number =>
  COUNT_BYTES + length * (EDGE_ID_BYTES + BODY_BYTES);

/** @returns the offset behind what it has written @throws RecordError */
export const writeAdverts = (bytes: Buffer, start: number, adverts: readonly Advert[]): number => {
  let at = writeUint(bytes, start, adverts.length, { length: COUNT_BYTES, name: 'adverts' });
  for (const { id, seq } of adverts) at = writeUint(bytes, writeEdgeId(bytes, at, id), seq, SEQ);
  return at;
};

/** @returns the offset behind what it has written @throws RecordError */
export const writeWants = (bytes: Buffer, start: number, wants: readonly Want[]): number => {
  let at = writeUint(bytes, start, wants.length, { length: COUNT_BYTES, name: 'wants' });
  for (const { id, body } of wants) {
    at = writeEdgeId(bytes, at, id);
    at += bytes.write(body, at, BODY_BYTES, 'hex');
  }
  return at;
};

const NONE: readonly never[] = [];

const counted = <T>(reader: Reader, name: string, max: number, read: () => T): readonly T[] => {
  const count = reader.uint(COUNT_BYTES);
  if (count === 0) return NONE;
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
    ({ id: base32(reader.take(EDGE_ID_BYTES)), body: reader.hex(BODY_BYTES) }));

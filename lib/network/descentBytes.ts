// Questions and answers about tries, as bytes.
//
//     question  salt 16 │ n 2, n × ( prefix │ which children 2, none: few │ a hash 4 for each that is there )
//     answer    taken 2 │ n 2, n × ( prefix │ 0: more, or 1 and n 1, n × ( id 10 │ seq 6 │ hash 4 │ shape 1 ) )
//     prefix    digits 1 │ two digits to a byte, the last one filled up with 0
import { base32 } from '../nodeId.ts';
import {
  DIGITS_MAX, LISTED_MAX, PROBES_MAX, SHORT_HASH_BYTES,
  type Answer, type Finding, type ItemName, type Probe, type Question,
} from './descent.ts';
import { concat, uint } from './fields.ts';
import { EDGE_ID_BYTES, edgeIdBytes } from './ids.ts';
import { Reader } from './reader.ts';
import { RADIX } from './trie.ts';

export const SALT_BYTES = 16;
const FINDINGS_MAX = RADIX * PROBES_MAX;

const prefixBytes = (prefix: string): Uint8Array =>
  concat([Uint8Array.of(prefix.length), Buffer.from(prefix.length % 2 === 0 ? prefix : `${prefix}0`, 'hex')]);

const readPrefix = (reader: Reader): string => {
  const digits = reader.uint(1);
  if (digits > DIGITS_MAX) reader.refuse(`prefix of ${digits} digits, limit ${DIGITS_MAX}`);
  const text = reader.hex((digits + 1) >> 1);
  if (text.length > digits && !text.endsWith('0')) reader.refuse(`prefix ${text} of ${digits} digits`);
  return text.slice(0, digits);
};

const probeBytes = ({ prefix, children }: Probe): Uint8Array => {
  const present = (children ?? []).reduce((bits, hash, digit) => (hash === '' ? bits : bits | 1 << digit), 0);
  const hashes = (children ?? []).map((hash) => Buffer.from(hash, 'hex'));
  return concat([prefixBytes(prefix), uint(present, 2, 'children'), ...hashes]);
};

const readProbe = (reader: Reader): Probe => {
  const prefix = readPrefix(reader);
  const present = reader.uint(2);
  if (present === 0) return { prefix };
  const children = Array.from({ length: RADIX }, (_, digit) =>
    ((present >>> digit) & 1) === 0 ? '' : reader.hex(SHORT_HASH_BYTES));
  return { prefix, children };
};

const countOf = (reader: Reader, name: string, max: number): number => {
  const count = reader.uint(2);
  return count > max ? reader.refuse(`${count} ${name}, limit ${max}`) : count;
};

export const encodeQuestion = ({ salt, probes }: Question): Uint8Array =>
  concat([salt, uint(probes.length, 2, 'probes'), ...probes.map(probeBytes)]);

/** @throws RecordError and only that, whatever the bytes */
export const decodeQuestion = (bytes: Uint8Array): Question => {
  const reader = new Reader('question', bytes);
  const salt = reader.take(SALT_BYTES);
  const probes = Array.from({ length: countOf(reader, 'probes', PROBES_MAX) }, () => readProbe(reader));
  reader.end();
  return { salt, probes };
};

const itemBytes = ({ id, seq, hash, shape }: ItemName): Uint8Array =>
  concat([edgeIdBytes(id), uint(seq, 6, 'seq'), Buffer.from(hash, 'hex'), uint(shape, 1, 'shape')]);

const findingBytes = ({ prefix, items }: Finding): Uint8Array => items === undefined
  ? concat([prefixBytes(prefix), Uint8Array.of(0)])
  : concat([prefixBytes(prefix), Uint8Array.of(1, items.length), ...items.map(itemBytes)]);

const readItem = (reader: Reader): ItemName => ({
  id: base32(reader.take(EDGE_ID_BYTES)), seq: reader.uint(6),
  hash: reader.hex(SHORT_HASH_BYTES), shape: reader.uint(1),
});

const readFinding = (reader: Reader): Finding => {
  const prefix = readPrefix(reader);
  const listed = reader.uint(1);
  if (listed > 1) reader.refuse(`a finding of kind ${listed}, must be 0 or 1`);
  return listed === 0 ? { prefix } : { prefix, items: reader.list('items', LISTED_MAX, () => readItem(reader)) };
};

export const encodeAnswer = ({ taken, findings }: Answer): Uint8Array =>
  concat([uint(taken, 2, 'taken'), uint(findings.length, 2, 'findings'), ...findings.map(findingBytes)]);

/** @throws RecordError and only that, whatever the bytes */
export const decodeAnswer = (bytes: Uint8Array): Answer => {
  const reader = new Reader('answer', bytes);
  const taken = countOf(reader, 'probes taken', PROBES_MAX);
  const findings = Array.from({ length: countOf(reader, 'findings', FINDINGS_MAX) }, () => readFinding(reader));
  reader.end();
  return { taken, findings };
};

// Items as text: base64url of a byte for the kind and the signed bytes. That is how they stand in events, which are
// plain data, and what travels is the same bytes.
import { decodeAttestation } from '../network/attestation.ts';
import { hexOf } from '../network/fields.ts';
import { decodeHeader } from '../network/header.ts';
import type { Item } from '../network/learn.ts';
import { decodeRecord, encodeRecord } from '../network/record.ts';
import { RecordError } from '../network/recordError.ts';
import { Latest } from '../latest.ts';
import { never } from '../never.ts';
import { bytesOfItem } from './itemBytes.ts';

/** A rival is the 16 bytes of the hash that it stands beside, and its header. */
const KIND = { record: 0, refresh: 1, attestation: 2, rival: 3 } as const;
const HASH_BYTES = 16;

/** The same item comes by every link, and goes by every link: some four megabytes of them. */
const DECODED_MAX = 4_096;
const decoded = new Latest<string, Item>(DECODED_MAX);

const partsOf = (item: Item): readonly [number, Uint8Array] => {
  switch (item.type) {
    case 'record':
      return [KIND.record, encodeRecord(item.record)];
    case 'refresh':
      return [KIND.refresh, item.header.bytes];
    case 'attestation':
      return [KIND.attestation, item.attestation.bytes];
    case 'rival':
      return [KIND.rival, Buffer.concat([Buffer.from(item.beside, 'hex'), item.header.bytes])];
    default:
      return never(item);
  }
};

/** Items are immutable, so what stands for one is made once. */
const texts = new WeakMap<object, string>();

const written = (item: Item): string => {
  const [kind, bytes] = partsOf(item);
  return Buffer.concat([Uint8Array.of(kind), bytes]).toString('base64url');
};

/** What stands for an item: of a record the whole of it, since a renewal is its header alone. */
const nameOf = (item: Exclude<Item, { readonly type: 'rival' }>): object => {
  switch (item.type) {
    case 'record':
      return item.record;
    case 'refresh':
      return item.header;
    case 'attestation':
      return item.attestation;
    default:
      return never(item);
  }
};

/** What is flooded is asked for once for every link. */
export const itemText = (item: Item): string => {
  if (item.type === 'rival') return written(item);
  const name = nameOf(item);
  const text = texts.get(name) ?? written(item);
  texts.set(name, text);
  return text;
};

const read = (text: string): Item => {
  const bytes = Uint8Array.from(bytesOfItem(text)); // a copy of its own: the item holds on to it
  const rest = bytes.subarray(1);
  switch (bytes[0]) {
    case KIND.record:
      return { type: 'record', record: decodeRecord(rest) };
    case KIND.refresh:
      return { type: 'refresh', header: decodeHeader(rest) };
    case KIND.attestation:
      return { type: 'attestation', attestation: decodeAttestation(rest) };
    case KIND.rival: {
      const header = decodeHeader(rest.subarray(HASH_BYTES));
      return { type: 'rival', header, beside: hexOf(rest.subarray(0, HASH_BYTES)) };
    }
    default:
      throw new RecordError(`item of kind ${bytes[0] ?? 'none'}, known are 0 to 3`);
  }
};

/** @throws RecordError and only that, whatever the text */
export const itemOf = (text: string): Item => {
  const known = decoded.get(text);
  if (known !== undefined) return known;
  const item = read(text);
  decoded.set(text, item);
  return item;
};

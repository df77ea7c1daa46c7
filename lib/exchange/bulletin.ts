// The one message of the exchange: where its sender stands, and what it has to tell. Every route speaks it both ways.
//
//     ver 1 │ digest 32 │ radius 1 │ n 1, excluded n × 20 (255: many) │ flags 1 │ cursor 6 │ since 6
//     │ n 2, adverts n × 16 │ n 2, wants n × 16 │ n 2, items n × (length 2, kind 1, bytes)
import { EXCLUDED_MAX, type AgreementReport } from '../network/agreement.ts';
import { writeUint } from '../network/fields.ts';
import { nodeIdBytes, nodeIdFromBytes } from '../network/ids.ts';
import { Reader } from '../network/reader.ts';
import { NODE_ID_BYTES } from '../nodeId.ts';
import { SHA256_BYTES } from '../network/sha256.ts';
import { bytesOfItem, textOfItem } from './itemBytes.ts';
import {
  readAdverts, readWants, sizeOfAdverts, sizeOfWants, writeAdverts, writeWants, type Advert, type Want,
} from './keys.ts';

const VERSION = 1;
const MANY = 255;
const CURSOR_BYTES = 6;
const LENGTH_BYTES = 2;
/** Without those who are excluded. */
const HEAD_BYTES = 1 + SHA256_BYTES + 1 + 1 + 1 + CURSOR_BYTES + CURSOR_BYTES;
/** Bits of the flags; a reader of this version refuses any other. */
const FLAG = { lazy: 1, gap: 2 } as const;
const FLAGS_MAX = FLAG.lazy | FLAG.gap;

/** Records have 679 bytes at most, casts 16 KiB: four bulletins of the largest items fill a message. */
export const BULLETIN_ITEMS_MAX = 256;
/** What is longer goes in several: other streams of the connection get their turn in between. */
export const BULLETIN_BYTES_MAX = 65_536;

export interface Bulletin {
  readonly report: AgreementReport;
  /** Of the sender's changes: whoever comes back with it is told what came after. */
  readonly cursor: number;
  /** Tell me of records with adverts: others bring me the records themselves. */
  readonly lazy: boolean;
  /** Of the receiver's changes: tell me what came after. 0: do not. */
  readonly since: number;
  /** What came after the `since` of the question is not known any more. */
  readonly gap: boolean;
  /** What the sender has. */
  readonly adverts: readonly Advert[];
  /** What the sender wants. */
  readonly wants: readonly Want[];
  /** Each as `itemText` writes it. */
  readonly items: readonly string[];
}

/** Where its sender stands, and nothing else. @example { ...blank(report), items } */
export const blank = (report: AgreementReport, cursor = 0): Bulletin =>
  ({ report, cursor, lazy: false, since: 0, gap: false, adverts: [], wants: [], items: [] });

/** Written in one piece: a node sends a few of them every second to each of its neighbours. */
export const encodeBulletin = (bulletin: Bulletin): Uint8Array => {
  const { report: { excluded }, adverts, wants } = bulletin;
  const items = bulletin.items.map(bytesOfItem);
  const head = HEAD_BYTES + (excluded === 'many' ? 0 : excluded.length * NODE_ID_BYTES);
  const length = items.reduce((sum, item) => sum + LENGTH_BYTES + item.length,
    head + sizeOfAdverts(adverts) + sizeOfWants(wants) + LENGTH_BYTES);
  const bytes = Buffer.allocUnsafe(length);
  const at = writeWants(bytes, writeAdverts(bytes, writeHead(bytes, bulletin), adverts), wants);
  return bytes.subarray(0, writeItems(bytes, at, items));
};

/** @returns the offset behind what it has written */
const writeHead = (bytes: Buffer, { report, cursor, since, lazy, gap }: Bulletin): number => {
  let at = bytes.writeUInt8(VERSION, 0);
  at += bytes.write(report.digest, at, SHA256_BYTES, 'hex');
  at = bytes.writeUInt8(report.radius, at);
  at = writeExcluded(bytes, at, report.excluded);
  at = bytes.writeUInt8((lazy ? FLAG.lazy : 0) | (gap ? FLAG.gap : 0), at);
  at = writeUint(bytes, at, cursor, { length: CURSOR_BYTES, name: 'cursor' });
  return writeUint(bytes, at, since, { length: CURSOR_BYTES, name: 'since' });
};

const writeExcluded = (bytes: Buffer, start: number, excluded: AgreementReport['excluded']): number => {
  if (excluded === 'many') return bytes.writeUInt8(MANY, start);
  let at = bytes.writeUInt8(excluded.length, start);
  for (const id of excluded) {
    bytes.set(nodeIdBytes(id), at);
    at += NODE_ID_BYTES;
  }
  return at;
};

const writeItems = (bytes: Buffer, start: number, items: readonly Uint8Array[]): number => {
  let at = writeUint(bytes, start, items.length, { length: LENGTH_BYTES, name: 'items' });
  for (const item of items) {
    at = writeUint(bytes, at, item.length, { length: LENGTH_BYTES, name: 'item' });
    bytes.set(item, at);
    at += item.length;
  }
  return at;
};

const readExcluded = (reader: Reader): AgreementReport['excluded'] => {
  const count = reader.uint(1);
  if (count === MANY) return 'many';
  if (count > EXCLUDED_MAX) reader.refuse(`${count} excluded, limit ${EXCLUDED_MAX}`);
  return Array.from({ length: count }, () => nodeIdFromBytes(reader.take(NODE_ID_BYTES)));
};

const NO_ITEMS: readonly string[] = [];

const readItem = (reader: Reader): string => textOfItem(reader.take(reader.uint(LENGTH_BYTES)));

/** @throws RecordError and only that; what the items are is for `itemOf` to say */
export const decodeBulletin = (bytes: Uint8Array): Bulletin => {
  const reader = new Reader('bulletin', bytes);
  const version = reader.uint(1);
  if (version !== VERSION) reader.refuse(`version ${version}, must be ${VERSION}`);
  const digest = reader.hex(SHA256_BYTES);
  const radius = reader.uint(1);
  const excluded = readExcluded(reader);
  const flags = reader.uint(1);
  if (flags > FLAGS_MAX) reader.refuse(`flags ${flags}, known are 0 to ${FLAGS_MAX}`);
  const [cursor, since] = [reader.uint(CURSOR_BYTES), reader.uint(CURSOR_BYTES)];
  const [adverts, wants] = [readAdverts(reader), readWants(reader)];
  const count = reader.uint(LENGTH_BYTES);
  if (count > BULLETIN_ITEMS_MAX) reader.refuse(`${count} items, limit ${BULLETIN_ITEMS_MAX}`);
  const items = count === 0 ? NO_ITEMS : Array.from({ length: count }, () => readItem(reader));
  reader.end();
  return {
    report: { digest, radius, excluded }, cursor, since, adverts, wants, items,
    lazy: (flags & FLAG.lazy) !== 0, gap: (flags & FLAG.gap) !== 0,
  };
};

/** As few lists as fit into bulletins; one at least. */
export const inBulletins = (items: readonly string[]): readonly (readonly string[])[] => {
  const lists: string[][] = [[]];
  let [bytes, count] = [0, 0];
  for (const item of items) {
    bytes += item.length * 0.75 + LENGTH_BYTES;
    if (++count > BULLETIN_ITEMS_MAX || bytes > BULLETIN_BYTES_MAX) {
      lists.push([]);
      [bytes, count] = [item.length * 0.75 + LENGTH_BYTES, 1];
    }
    lists.at(-1)?.push(item);
  }
  return lists;
};

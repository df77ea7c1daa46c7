// The one message of the exchange: where its sender stands, and what it has to tell. Every route speaks it both ways.
//
//     ver 1 │ digest 32 │ radius 1 │ n 1, excluded n × 20 (255: many) │ flags 1 │ cursor 6 │ since 6
//     │ n 2, adverts n × 16 │ n 2, wants n × 16 │ n 2, items n × (length 2, kind 1, bytes)
import { EXCLUDED_MAX, type AgreementReport } from '../network/agreement.ts';
import { concat, hexOf, uint } from '../network/fields.ts';
import { nodeIdBytes, nodeIdFromBytes } from '../network/ids.ts';
import { Reader } from '../network/reader.ts';
import { NODE_ID_BYTES } from '../nodeId.ts';
import { SHA256_BYTES } from '../network/sha256.ts';
import { bytesOfItem, textOfItem } from './itemBytes.ts';
import { advertsBytes, readAdverts, readWants, wantsBytes, type Advert, type Want } from './keys.ts';

const VERSION = 1;
const MANY = 255;
const CURSOR_BYTES = 6;
const LENGTH_BYTES = 2;
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

const excludedBytes = (excluded: AgreementReport['excluded']): readonly Uint8Array[] =>
  excluded === 'many' ? [Uint8Array.of(MANY)] : [Uint8Array.of(excluded.length), ...excluded.map(nodeIdBytes)];

/** Where its sender stands, and nothing else. @example { ...blank(report), items } */
export const blank = (report: AgreementReport, cursor = 0): Bulletin =>
  ({ report, cursor, lazy: false, since: 0, gap: false, adverts: [], wants: [], items: [] });

const itemBytes = (text: string): readonly Uint8Array[] => {
  const bytes = bytesOfItem(text);
  return [uint(bytes.length, LENGTH_BYTES, 'item'), bytes];
};

const flagsOf = ({ lazy, gap }: Bulletin): number => (lazy ? FLAG.lazy : 0) | (gap ? FLAG.gap : 0);

export const encodeBulletin = (bulletin: Bulletin): Uint8Array => concat([
  ...headBytes(bulletin), ...advertsBytes(bulletin.adverts), ...wantsBytes(bulletin.wants),
  uint(bulletin.items.length, LENGTH_BYTES, 'items'), ...bulletin.items.flatMap(itemBytes),
]);

const headBytes = (bulletin: Bulletin): readonly Uint8Array[] => {
  const { report, cursor, since } = bulletin;
  return [
    Uint8Array.of(VERSION), Buffer.from(report.digest, 'hex'), Uint8Array.of(report.radius),
    ...excludedBytes(report.excluded), Uint8Array.of(flagsOf(bulletin)), uint(cursor, CURSOR_BYTES, 'cursor'),
    uint(since, CURSOR_BYTES, 'since'),
  ];
};

const readExcluded = (reader: Reader): AgreementReport['excluded'] => {
  const count = reader.uint(1);
  if (count === MANY) return 'many';
  if (count > EXCLUDED_MAX) reader.refuse(`${count} excluded, limit ${EXCLUDED_MAX}`);
  return Array.from({ length: count }, () => nodeIdFromBytes(reader.take(NODE_ID_BYTES)));
};

const readItem = (reader: Reader): string => textOfItem(reader.take(reader.uint(LENGTH_BYTES)));

/** @throws RecordError and only that; what the items are is for `itemOf` to say */
export const decodeBulletin = (bytes: Uint8Array): Bulletin => {
  const reader = new Reader('bulletin', bytes);
  const version = reader.uint(1);
  if (version !== VERSION) reader.refuse(`version ${version}, must be ${VERSION}`);
  const digest = hexOf(reader.take(SHA256_BYTES));
  const radius = reader.uint(1);
  const excluded = readExcluded(reader);
  const flags = reader.uint(1);
  if (flags > FLAGS_MAX) reader.refuse(`flags ${flags}, known are 0 to ${FLAGS_MAX}`);
  const [cursor, since] = [reader.uint(CURSOR_BYTES), reader.uint(CURSOR_BYTES)];
  const [adverts, wants] = [readAdverts(reader), readWants(reader)];
  const count = reader.uint(LENGTH_BYTES);
  if (count > BULLETIN_ITEMS_MAX) reader.refuse(`${count} items, limit ${BULLETIN_ITEMS_MAX}`);
  const items = Array.from({ length: count }, () => readItem(reader));
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

// The text of an address book: `peers.json`, or a plain JSON array of addresses, which people write by hand.
import { AddressError, endpointOf, idOf } from '../address.ts';
import { messageOf } from '../errors.ts';
import { readIso } from '../iso.ts';
import { isNodeId } from '../nodeId.ts';
import type { Ban } from '../state.ts';
import { BOOK_ADDRESSES_MAX, BOOK_BANS_MAX, type Book, type BookAddress } from './book.ts';
import { checksum } from './checksum.ts';
import { readAddress } from './readAddresses.ts';
import { TEXT_LENGTH_MAX } from './writeBook.ts';

/** The text is no address book at all; the message says why. */
export class BookError extends Error {
  override readonly name = 'BookError';
}

/** One entry cannot be used. */
class EntryError extends Error {}

export interface ReadBook {
  readonly book: Book;
  /** One for each entry that is left out, with its place. */
  readonly problems: readonly string[];
}

/** A book at its limits, with all texts at theirs, is below half of it. */
export const BOOK_BYTES_MAX = 64 * 1_048_576;
/** Of a list of what are no addresses each is a problem, in a hundred times the bytes: the others are counted. */
export const PROBLEMS_MAX = 256;
/** An endpoint is the longest thing there is to ban, and 260 characters at most. */
const SUBJECT_LENGTH_MAX = 300;

/**
 * @param now what an entry that does not say was learnt at; milliseconds since 1970
 * @throws BookError when it is not JSON, or neither of the two forms
 */
export const readBook = (text: string, now: number): ReadBook => {
  const value = parsed(text);
  const plain = Array.isArray(value);
  if (!plain && !isMap(value)) throw new BookError('is neither a list of addresses nor an address book');
  if (!plain && value['version'] !== 1) {
    throw new BookError(`is of version ${versionOf(value)}, not 1`);
  }
  const problems = isAsWritten(text) ? [] : [CHANGED];
  const known = plain ? (value as readonly unknown[]) : value['addresses'];
  const addresses = entries('addresses', known, BOOK_ADDRESSES_MAX, (entry) => addressOf(entry, now), problems);
  const banned = plain ? [] : value['bans'];
  const bans = entries('bans', banned, BOOK_BANS_MAX, banOf, problems);
  const savedAt = plain ? undefined : readIso(value['savedAt']); // damaged: as good as none
  return {
    book: {
      ...(savedAt === undefined ? {} : { savedAt }),
      addresses: distinct(addresses, ({ endpoint }) => endpoint),
      bans: distinct(bans, ({ subject }) => subject),
    },
    problems,
  };
};

/** As `writeBook` ends it; a person's file has none, and one whose very checksum is damaged is not judged by it. */
const SUM = /,"sum":"(x[0-9a-f]{15})"\}\n?$/;

const CHANGED = 'was changed since it was written, by a disk or by hand: each entry is taken as it stands';

const isAsWritten = (text: string): boolean => {
  const found = SUM.exec(text);
  return found === null || found[1] === checksum(text.slice(0, found.index));
};

type Fields = Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const versionOf = ({ version }: Fields): string =>
  typeof version === 'number' || typeof version === 'string' ? String(version).slice(0, 20) : 'none';

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new BookError(`is not JSON: ${messageOf(error).slice(0, TEXT_LENGTH_MAX)}`, { cause: error });
  }
};

const entries = <T>(
  name: string,
  list: unknown,
  max: number,
  read: (entry: unknown) => T,
  problems: string[],
): readonly T[] => {
  if (list === undefined) return [];
  if (!Array.isArray(list)) throw new BookError(`has no list of ${name}`);
  if (list.length > max) problems.push(`${name}: ${list.length} entries, limit ${max}: the others are left out`);
  let untold = 0;
  const good = list.slice(0, max).flatMap((entry: unknown, at) => {
    try {
      return [read(entry)];
    } catch (error) {
      if (!(error instanceof EntryError || error instanceof AddressError)) throw error;
      if (problems.length < PROBLEMS_MAX) problems.push(`${name}[${at}]: ${error.message}`);
      else untold += 1;
      return [];
    }
  });
  if (untold > 0) problems.push(`${name}: ${untold} more entries cannot be used`);
  return good;
};

/** The first of each key stands: the book is sorted by what is worth most. */
const distinct = <T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] => {
  const byKey = new Map<string, T>();
  for (const item of items) if (!byKey.has(keyOf(item))) byKey.set(keyOf(item), item);
  return [...byKey.values()];
};

const addressOf = (entry: unknown, now: number): BookAddress => {
  const fields = isMap(entry) ? entry : { address: entry };
  const address = readAddress(fields['address']);
  const [node, aliveAt] = [nodeOf(fields, idOf(address)), time(fields, 'aliveAt')];
  const lastError = text(fields, 'lastError');
  const [provenAt, stoodMs] = [time(fields, 'provenAt'), count(fields, 'stoodMs')];
  const source = text(fields, 'source');
  return {
    endpoint: endpointOf(address),
    ...(node === undefined ? {} : { node }),
    from: text(fields, 'from') ?? 'book',
    learntAt: time(fields, 'learntAt') ?? now,
    ...(aliveAt === undefined ? {} : { aliveAt }),
    attempts: count(fields, 'attempts') ?? 0,
    nextAttemptAt: time(fields, 'nextAttemptAt') ?? now,
    ...(lastError === undefined ? {} : { lastError }),
    ...(provenAt === undefined ? {} : { provenAt }),
    ...(stoodMs === undefined ? {} : { stoodMs }),
    ...(source === undefined ? {} : { source }),
    ...(typeof entry === 'string' || fields['named'] === true ? { named: true } : {}), // a list of texts is a person's
    ...(fields['tried'] === true ? { tried: true } : {}),
  };
};

const banOf = (entry: unknown): Ban => {
  const fields = isMap(entry) ? entry : {};
  const [subject, until] = [fields['subject'], time(fields, 'until')];
  if (typeof subject !== 'string' || subject === '' || subject.length > SUBJECT_LENGTH_MAX) {
    throw new EntryError('has no subject');
  }
  if (until === undefined) throw new EntryError(`${JSON.stringify(subject)} has no until`);
  return { subject, until, reason: text(fields, 'reason') ?? '' };
};

const nodeOf = (fields: Fields, inAddress: string | undefined): string | undefined => {
  const node = fields['node'] ?? inAddress;
  if (node === undefined) return undefined;
  if (typeof node !== 'string' || !isNodeId(node)) throw new EntryError('node is not a node id');
  if (inAddress !== undefined && node !== inAddress) throw new EntryError('address and node name different nodes');
  return node;
};

const time = (fields: Fields, key: string): number | undefined => {
  if (fields[key] === undefined) return undefined;
  const ms = readIso(fields[key]);
  if (ms === undefined) throw new EntryError(`${key} is not a time like 2026-01-31T12:00:00.000Z`);
  return ms;
};

const count = (fields: Fields, key: string): number | undefined => {
  const value = fields[key];
  if (value === undefined || (Number.isSafeInteger(value) && Number(value) >= 0)) return value as number | undefined;
  throw new EntryError(`${key} is not a whole number from 0`);
};

const text = (fields: Fields, key: string): string | undefined => {
  const value = fields[key];
  if (value === undefined || typeof value === 'string') return value?.slice(0, TEXT_LENGTH_MAX);
  throw new EntryError(`${key} is not text`);
};

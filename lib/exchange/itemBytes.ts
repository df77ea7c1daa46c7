// Items between the bytes that travel and the text that stands in events: each is turned into the other once, however
// many links bring it and take it on.
import { Latest } from '../latest.ts';

/** A record has 680 bytes with its kind; what is longer is a cast, and goes to each link in one message anyway. */
const KEPT_BYTES_MAX = 704;
/** The records of a network of thousands: ten megabytes, once that many have come. Nothing is verified yet. */
const KEPT_MAX = 4_096;

/** Where the bytes of an item are told apart: in the signature, wherever it begins. */
const [MARK, MARK_2] = [60, 80] as const;
const MARK_BYTES = 4;
/** What V8 keeps without a box. */
const SMALL = 0x3fff_ffff;

interface Kept {
  readonly bytes: Buffer;
  readonly text: string;
}

const byMark = new Latest<number, Kept>(KEPT_MAX);
const byText = new Latest<string, Buffer>(KEPT_MAX);

/** Two items of one mark take turns, and cost as much as if nothing was kept. */
const markOf = (bytes: Buffer): number =>
  (bytes.readUInt32LE(MARK) ^ Math.imul(bytes.readUInt32LE(MARK_2), 31) ^ bytes.length) & SMALL;

/** Node cuts small Buffers out of pools of 8 KiB, and one that is kept holds all of its pool: ten times its size. */
const own = (bytes: Buffer): Buffer => {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
};

const isKept = ({ length }: Uint8Array): boolean => length >= MARK_2 + MARK_BYTES && length <= KEPT_BYTES_MAX;

/** @param bytes may be part of something larger: nothing holds on to them */
export const textOfItem = (bytes: Uint8Array): string => {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (!isKept(all)) return all.toString('base64url');
  const mark = markOf(all);
  const known = byMark.get(mark);
  if (known?.bytes.equals(all) === true) return known.text;
  const text = all.toString('base64url');
  byMark.set(mark, { text, bytes: own(all) });
  return text;
};

/** Nobody writes into them. */
export const bytesOfItem = (text: string): Uint8Array => {
  const known = byText.get(text);
  if (known !== undefined) return known;
  const bytes = Buffer.from(text, 'base64url');
  if (!isKept(bytes)) return bytes;
  const kept = own(bytes);
  byText.set(text, kept);
  return kept;
};

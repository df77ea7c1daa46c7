// The number of a node's last record as it is in its file: with a checksum, since one flipped bit makes another number.
import { checksum } from './checksum.ts';

/** What is in the file is no number, or not the one that was written. */
export class SeqError extends Error {
  override readonly name = 'SeqError';
}

/** Six bytes on the wire. */
const SEQ_MAX = 2 ** 48 - 1;

/** The number and its checksum; one alone, whole with its newline, is of a release that wrote no checksum. */
const SHAPE = /^(\d{1,15})(?: (x[0-9a-f]{15}))?\n$/;

export const writeSeq = (seq: number): string => `${seq} ${checksum(String(seq))}\n`;

/** @throws SeqError */
export const readSeq = (text: string): number => {
  const [, digits, sum] = SHAPE.exec(text) ?? [];
  if (digits === undefined) throw new SeqError('is not a number with its checksum');
  if (sum !== undefined && sum !== checksum(digits)) throw new SeqError(`${digits} does not fit its checksum`);
  if (Number(digits) >= SEQ_MAX) throw new SeqError(`${digits} is too large, limit ${SEQ_MAX}`);
  return Number(digits);
};

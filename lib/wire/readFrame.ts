// Bytes to a frame, by offsets: nothing is made but the frame and what it carries.
import type { Frame } from './frame.ts';
import { FLAG, FLAGS_MASK, HEADER_BYTES, TYPE, TYPE_SHIFT } from './layout.ts';
import { need, protocol, upToU31 } from './malformed.ts';
import { readOnConnection } from './readOnConnection.ts';
import { readOnStream } from './readOnStream.ts';
import { readU16, readU32 } from './uint.ts';

/**
 * Reads one frame, without the length before it, from `start` to `end`. Of what it carries, small data is
 * copied, and the rest are views of `bytes`: `bodyOf.ts` says why.
 *
 * Lenient where RSocket 1.0 says so, under "Handling the Unexpected": flags that a type does not have are not looked
 * at, COMPLETE goes over FOLLOWS, and a CANCEL or PAYLOAD of no stream is an OtherFrame to skip. Strict otherwise.
 *
 * @throws FrameError with reason `protocol`, and nothing else, whatever the bytes.
 * @example readFrame(Uint8Array.of(0, 0, 0, 1, 0x24, 0), 0, 6) // { type: 'CANCEL', stream: 1 }
 */
export const readFrame = (bytes: Uint8Array, start: number, end: number): Frame => {
  need('a header', HEADER_BYTES, start, end);
  const stream = upToU31('stream', readU32(bytes, start));
  const word = readU16(bytes, start + 4);
  const type = word >>> TYPE_SHIFT;
  const flags = word & FLAGS_MASK;
  const at = start + HEADER_BYTES;
  const frame = stream === 0
    ? readOnConnection(type, flags, bytes, at, end)
    : readOnStream(type, flags, stream, bytes, at, end);
  return frame ?? readOther(type, flags, stream);
};

/** METADATA_PUSH is not used here, and skipped wherever it comes; so is what a CANCEL or PAYLOAD of no stream says. */
const SKIPPED: readonly number[] = [TYPE.METADATA_PUSH, TYPE.CANCEL, TYPE.PAYLOAD];

const readOther = (type: number, flags: number, stream: number): Frame => {
  const ignore = (flags & FLAG.IGNORE) !== 0;
  if (SKIPPED.includes(type)) return { type: 'OTHER', stream, number: type, ignore: true };
  if (type === TYPE.RESUME && stream === 0) return { type: 'OTHER', stream, number: type, ignore: false };
  if (type === TYPE.RESUME_OK) throw protocol('RESUME_OK: connections are not resumed here');
  const name = Object.entries(TYPE).find(([, number]) => number === type)?.[0];
  if (type === TYPE.EXT) return { type: 'OTHER', stream, number: type, ignore };
  if (name !== undefined) throw protocol(stream === 0 ? `${name} on stream 0` : `${name} on stream ${stream}, not 0`);
  if (!ignore) throw protocol(`frame of type ${type}, which is not known and may not be ignored`);
  return { type: 'OTHER', stream, number: type, ignore };
};

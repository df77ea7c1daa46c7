// A frame to bytes, in place: the hot path of everything that is sent.
import { never } from '../never.ts';
import { FrameError, type Frame, type SetupFrame } from './frame.ts';
import { inBytes } from './inBytes.ts';
import { FLAG, PREFIX_BYTES, TYPE, TYPE_SHIFT, U24_MAX } from './layout.ts';
import { sizeOf } from './sizeOf.ts';
import { writeU16, writeU24, writeU32 } from './uint.ts';

/**
 * Writes a frame and the 3-byte length before it, as RSocket wants it on TCP, at an offset. Returns the offset behind.
 * Numbers are taken as they are: streams and credits out of their range are for the caller to avoid.
 *
 * @throws FrameError when the frame is longer than a length can say. RangeError when the target ends too early.
 * @example end = writeFrame({ type: 'CANCEL', stream: 1 }, slab, end)
 */
export const writeFrame = (frame: Frame, target: Uint8Array, at: number): number => {
  const size = sizeOf(frame);
  if (size > U24_MAX) throw new FrameError('too-big', `frame of ${inBytes(size)}, limit ${inBytes(U24_MAX)}`);
  const room = target.length - at;
  if (room < PREFIX_BYTES + size) {
    throw new RangeError(`frame of ${inBytes(PREFIX_BYTES + size)} with its length, room for ${inBytes(room)}`);
  }
  return writeRest(frame, target, writeU24(size, target, at));
};

const writeRest = (frame: Frame, target: Uint8Array, at: number): number => {
  switch (frame.type) {
    case 'PAYLOAD':
      return writeCarried(frame, target, writeHeader(frame.stream, TYPE.PAYLOAD,
        flagsOf(frame) | (frame.complete ? FLAG.COMPLETE : 0) | (frame.next ? FLAG.NEXT : 0), target, at));
    case 'REQUEST_RESPONSE':
      return writeCarried(frame, target, writeHeader(frame.stream, TYPE.REQUEST_RESPONSE, flagsOf(frame), target, at));
    case 'REQUEST_FNF':
      return writeCarried(frame, target, writeHeader(frame.stream, TYPE.REQUEST_FNF, flagsOf(frame), target, at));
    case 'REQUEST_STREAM':
      at = writeHeader(frame.stream, TYPE.REQUEST_STREAM, flagsOf(frame), target, at);
      return writeCarried(frame, target, writeU32(frame.credits, target, at));
    case 'REQUEST_CHANNEL': // never sent but by a test: the least that is valid
      return writeU32(1, target, writeHeader(frame.stream, TYPE.REQUEST_CHANNEL, 0, target, at));
    case 'REQUEST_N':
      return writeU32(frame.credits, target, writeHeader(frame.stream, TYPE.REQUEST_N, 0, target, at));
    case 'CANCEL':
      return writeHeader(frame.stream, TYPE.CANCEL, 0, target, at);
    case 'ERROR':
      at = writeU32(frame.code, target, writeHeader(frame.stream, TYPE.ERROR, 0, target, at));
      return writeBytes(frame.data, target, at);
    case 'KEEPALIVE':
      at = writeHeader(0, TYPE.KEEPALIVE, frame.respond ? FLAG.RESPOND : 0, target, at);
      at = writeU32(0, target, writeU32(0, target, at)); // the position of a resumption, which is refused here
      return writeBytes(frame.data, target, at);
    case 'LEASE':
      at = writeU32(frame.ttlMs, target, writeHeader(0, TYPE.LEASE, 0, target, at));
      return writeU32(frame.requests, target, at);
    case 'OTHER':
      return writeHeader(frame.stream, frame.number, frame.ignore ? FLAG.IGNORE : 0, target, at);
    case 'SETUP':
      return writeSetup(frame, target, at);
    default:
      return never(frame);
  }
};

const writeHeader = (stream: number, type: number, flags: number, target: Uint8Array, at: number): number =>
  writeU16((type << TYPE_SHIFT) | flags, target, writeU32(stream, target, at));

const flagsOf = (frame: { readonly metadata?: Uint8Array; readonly follows: boolean }): number =>
  (frame.metadata === undefined ? 0 : FLAG.METADATA) | (frame.follows ? FLAG.FOLLOWS : 0);

const writeCarried = (
  { metadata, data }: { readonly metadata?: Uint8Array; readonly data: Uint8Array },
  target: Uint8Array,
  at: number,
): number => {
  if (metadata !== undefined) at = writeBytes(metadata, target, writeU24(metadata.length, target, at));
  return writeBytes(data, target, at);
};

const writeBytes = (bytes: Uint8Array, target: Uint8Array, at: number): number => {
  target.set(bytes, at);
  return at + bytes.length;
};

const writeSetup = (frame: SetupFrame, target: Uint8Array, at: number): number => {
  const flags = (frame.metadata === undefined ? 0 : FLAG.METADATA)
    | (frame.resume ? FLAG.RESUME : 0) | (frame.lease ? FLAG.LEASE : 0);
  at = writeHeader(0, TYPE.SETUP, flags, target, at);
  at = writeU16(frame.minor, target, writeU16(frame.major, target, at));
  at = writeU32(frame.lifetimeMs, target, writeU32(frame.keepAliveMs, target, at));
  if (frame.resume) at = writeU16(0, target, at); // a token of no bytes
  return writeCarried(frame, target, writeMime(frame.dataMime, target, writeMime(frame.metadataMime, target, at)));
};

const writeMime = (mime: string, target: Uint8Array, at: number): number => {
  const bytes = Buffer.from(mime);
  target[at] = bytes.length;
  return writeBytes(bytes, target, at + 1);
};

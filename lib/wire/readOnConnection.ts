// The frames of stream 0, which are about the connection as a whole.
import { bodyOf } from './bodyOf.ts';
import type { Frame, SetupFrame } from './frame.ts';
import {
  ERROR_CODE_BYTES, FLAG, LEASE_BYTES, MIME_LENGTH_BYTES, POSITION_BYTES, SETUP_FIXED_BYTES, TOKEN_LENGTH_BYTES, TYPE,
  U31_MAX,
} from './layout.ts';
import { need, protocol } from './malformed.ts';
import { readCarried } from './readCarried.ts';
import { readU16, readU32 } from './uint.ts';

/** @throws FrameError when malformed. Returns `undefined` when the type does not belong on stream 0. @internal */
export const readOnConnection = (
  type: number, flags: number, bytes: Uint8Array, at: number, end: number,
): Frame | undefined => {
  switch (type) {
    case TYPE.KEEPALIVE: // the position is for resumption, which is refused here
      need('KEEPALIVE', POSITION_BYTES, at, end);
      return { type: 'KEEPALIVE', respond: (flags & FLAG.RESPOND) !== 0, data: bodyOf(bytes, at + POSITION_BYTES, end) };
    case TYPE.SETUP:
      return readSetup(flags, bytes, at, end);
    case TYPE.LEASE: // its metadata, all that is left of it, is not used here
      need('LEASE', LEASE_BYTES, at, end);
      return {
        type: 'LEASE',
        ttlMs: upToU31('LEASE time to live', readU32(bytes, at)),
        requests: upToU31('LEASE requests', readU32(bytes, at + 4)),
      };
    case TYPE.ERROR:
      return readError(0, bytes, at, end);
    default:
      return undefined;
  }
};

/** Codes up to 0xffff_fffe are for applications, whatever the layout's "31 bits" says beside them. @internal */
export const readError = (stream: number, bytes: Uint8Array, at: number, end: number): Frame => {
  need('ERROR', ERROR_CODE_BYTES, at, end);
  return { type: 'ERROR', stream, code: readU32(bytes, at), data: bodyOf(bytes, at + ERROR_CODE_BYTES, end) };
};

const readSetup = (flags: number, bytes: Uint8Array, at: number, end: number): SetupFrame => {
  need('SETUP', SETUP_FIXED_BYTES, at, end);
  const [major, minor] = [readU16(bytes, at), readU16(bytes, at + 2)];
  const keepAliveMs = aboveZero('SETUP keep-alive', readU32(bytes, at + 4));
  const lifetimeMs = aboveZero('SETUP lifetime', readU32(bytes, at + 8));
  const [resume, lease] = [(flags & FLAG.RESUME) !== 0, (flags & FLAG.LEASE) !== 0];
  const atMime = resume ? skipToken(bytes, at + SETUP_FIXED_BYTES, end) : at + SETUP_FIXED_BYTES;
  const [metadataMime, atDataMime] = readMime('SETUP metadata MIME type', bytes, atMime, end);
  const [dataMime, atCarried] = readMime('SETUP data MIME type', bytes, atDataMime, end);
  const carried = readCarried(flags, bytes, atCarried, end);
  return { type: 'SETUP', major, minor, keepAliveMs, lifetimeMs, lease, resume, metadataMime, dataMime, ...carried };
};

const skipToken = (bytes: Uint8Array, at: number, end: number): number => {
  need('SETUP token length', TOKEN_LENGTH_BYTES, at, end);
  const count = readU16(bytes, at);
  need('SETUP token', count, at + TOKEN_LENGTH_BYTES, end);
  return at + TOKEN_LENGTH_BYTES + count;
};

/** US-ASCII, says the spec, and leaves it at SHOULD: what is not even UTF-8 reads as a type that nobody knows. */
const readMime = (what: string, bytes: Uint8Array, at: number, end: number): readonly [string, number] => {
  need(`${what} length`, MIME_LENGTH_BYTES, at, end);
  const [start, count] = [at + MIME_LENGTH_BYTES, bytes[at] ?? 0];
  need(what, count, start, end);
  return [Buffer.from(bytes.buffer, bytes.byteOffset + start, count).toString(), start + count];
};

const upToU31 = (what: string, value: number): number => {
  if (value > U31_MAX) throw protocol(`${what} of ${value}, limit ${U31_MAX}`);
  return value;
};

const aboveZero = (what: string, value: number): number => {
  if (value === 0) throw protocol(`${what} of 0 ms, at least 1`);
  return upToU31(what, value);
};

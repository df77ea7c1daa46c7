// SETUP, the first frame of every connection, and the one with parts of variable length.
import type { SetupFrame } from './frame.ts';
import { FLAG, MIME_LENGTH_BYTES, SETUP_FIXED_BYTES, TOKEN_LENGTH_BYTES } from './layout.ts';
import { need, protocol, upToU31 } from './malformed.ts';
import { readCarried } from './readCarried.ts';
import { readU16, readU32 } from './uint.ts';

/** @throws FrameError when malformed. @internal */
export const readSetup = (flags: number, bytes: Uint8Array, at: number, end: number): SetupFrame => {
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

const aboveZero = (what: string, value: number): number => {
  if (value === 0) throw protocol(`${what} of 0 ms, at least 1`);
  return upToU31(what, value);
};

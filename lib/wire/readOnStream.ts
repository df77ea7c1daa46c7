// The frames of a stream: requests, what is answered, and what steers both.
import type { Frame, PayloadFrame } from './frame.ts';
import { CREDITS_BYTES, FLAG, TYPE, U31_MAX } from './layout.ts';
import { need, protocol } from './malformed.ts';
import { readCarried } from './readCarried.ts';
import { readError } from './readError.ts';
import { readU32 } from './uint.ts';

/** @throws FrameError when malformed. Returns `undefined` when the type does not belong on a stream. @internal */
export const readOnStream = (
  type: number, flags: number, stream: number, bytes: Uint8Array, at: number, end: number,
): Frame | undefined => {
  const follows = (flags & FLAG.FOLLOWS) !== 0;
  switch (type) {
    case TYPE.PAYLOAD:
      return readPayload(flags, stream, bytes, at, end);
    case TYPE.REQUEST_RESPONSE: {
      // Written out, and not spread, here and for PAYLOAD: a spread costs as much as reading the rest of the frame.
      const { metadata, data } = readCarried(flags, bytes, at, end);
      if (metadata === undefined) return { type: 'REQUEST_RESPONSE', stream, follows, data };
      return { type: 'REQUEST_RESPONSE', stream, follows, metadata, data };
    }
    case TYPE.REQUEST_FNF:
      return { type: 'REQUEST_FNF', stream, follows, ...readCarried(flags, bytes, at, end) };
    case TYPE.REQUEST_STREAM: {
      const credits = readCredits('REQUEST_STREAM', bytes, at, end);
      const carried = readCarried(flags, bytes, at + CREDITS_BYTES, end);
      return { type: 'REQUEST_STREAM', stream, follows, credits, ...carried };
    }
    case TYPE.REQUEST_N:
      return { type: 'REQUEST_N', stream, credits: readCredits('REQUEST_N', bytes, at, end) };
    case TYPE.CANCEL:
      return { type: 'CANCEL', stream };
    case TYPE.ERROR:
      return readError(stream, bytes, at, end);
    case TYPE.REQUEST_CHANNEL:
      readCredits('REQUEST_CHANNEL', bytes, at, end);
      readCarried(flags, bytes, at + CREDITS_BYTES, end);
      return { type: 'REQUEST_CHANNEL', stream };
    default:
      return undefined;
  }
};

const readPayload = (flags: number, stream: number, bytes: Uint8Array, at: number, end: number): PayloadFrame => {
  const complete = (flags & FLAG.COMPLETE) !== 0;
  const next = (flags & FLAG.NEXT) !== 0;
  if (!complete && !next) throw protocol('PAYLOAD with neither COMPLETE nor NEXT, at least one');
  const follows = (flags & FLAG.FOLLOWS) !== 0 && !complete; // "implicitly ignores the F flag"
  const { metadata, data } = readCarried(flags, bytes, at, end);
  if (metadata === undefined) return { type: 'PAYLOAD', stream, follows, complete, next, data };
  return { type: 'PAYLOAD', stream, follows, complete, next, metadata, data };
};

const readCredits = (what: string, bytes: Uint8Array, at: number, end: number): number => {
  need(what, CREDITS_BYTES, at, end);
  const credits = readU32(bytes, at);
  if (credits === 0 || credits > U31_MAX) throw protocol(`${what} credits of ${credits}, from 1 to ${U31_MAX}`);
  return credits;
};

// The frames of stream 0, which are about the connection as a whole.
import { bodyOf } from './bodyOf.ts';
import type { Frame } from './frame.ts';
import { FLAG, LEASE_BYTES, POSITION_BYTES, TYPE } from './layout.ts';
import { need, upToU31 } from './malformed.ts';
import { readError } from './readError.ts';
import { readSetup } from './readSetup.ts';
import { readU32 } from './uint.ts';

/** @throws FrameError when malformed. Returns `undefined` when the type does not belong on stream 0. @internal */
export const readOnConnection = (
  type: number, flags: number, bytes: Uint8Array, at: number, end: number,
): Frame | undefined => {
  switch (type) {
    case TYPE.KEEPALIVE: // the position is for resumption, which is refused here
      need('KEEPALIVE', POSITION_BYTES, at, end);
      return {
        type: 'KEEPALIVE', respond: (flags & FLAG.RESPOND) !== 0, data: bodyOf(bytes, at + POSITION_BYTES, end),
      };
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

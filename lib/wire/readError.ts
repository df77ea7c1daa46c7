// ERROR, which may come on a stream and for the whole connection.
import { bodyOf } from './bodyOf.ts';
import type { ErrorFrame } from './frame.ts';
import { ERROR_CODE_BYTES } from './layout.ts';
import { need } from './malformed.ts';
import { readU32 } from './uint.ts';

/** Codes up to 0xffff_fffe are for applications, whatever the layout's "31 bits" says beside them. @internal */
export const readError = (stream: number, bytes: Uint8Array, at: number, end: number): ErrorFrame => {
  need('ERROR', ERROR_CODE_BYTES, at, end);
  return { type: 'ERROR', stream, code: readU32(bytes, at), data: bodyOf(bytes, at + ERROR_CODE_BYTES, end) };
};

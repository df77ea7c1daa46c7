// How many bytes a frame takes, so that a writer can make room for it before it writes the first one.
import { never } from '../never.ts';
import { FrameError, type Frame, type SetupFrame } from './frame.ts';
import { inBytes } from './inBytes.ts';
import {
  CREDITS_BYTES, ERROR_CODE_BYTES, HEADER_BYTES, LEASE_BYTES, METADATA_LENGTH_BYTES, MIME_LENGTH_BYTES, POSITION_BYTES,
  SETUP_FIXED_BYTES, TOKEN_LENGTH_BYTES,
} from './layout.ts';
import { MIME_BYTES_MAX } from './limits.ts';

/**
 * The bytes of a frame, without the 3-byte length that comes before it on TCP.
 *
 * @throws FrameError when a MIME type of a SETUP is longer than its one byte of length can say.
 * @example sizeOf({ type: 'CANCEL', stream: 1 }) // 6
 */
export const sizeOf = (frame: Frame): number => {
  switch (frame.type) {
    case 'REQUEST_RESPONSE':
    case 'REQUEST_FNF':
    case 'PAYLOAD':
      return HEADER_BYTES + carriedBytes(frame);
    case 'REQUEST_STREAM':
      return HEADER_BYTES + CREDITS_BYTES + carriedBytes(frame);
    case 'REQUEST_N':
    case 'REQUEST_CHANNEL':
      return HEADER_BYTES + CREDITS_BYTES;
    case 'CANCEL':
    case 'OTHER':
      return HEADER_BYTES;
    case 'ERROR':
      return HEADER_BYTES + ERROR_CODE_BYTES + frame.data.length;
    case 'KEEPALIVE':
      return HEADER_BYTES + POSITION_BYTES + frame.data.length;
    case 'LEASE':
      return HEADER_BYTES + LEASE_BYTES;
    case 'SETUP':
      return HEADER_BYTES + setupBytes(frame);
    default:
      return never(frame);
  }
};

const carriedBytes = ({ metadata, data }: { readonly metadata?: Uint8Array; readonly data: Uint8Array }): number =>
  metadata === undefined ? data.length : METADATA_LENGTH_BYTES + metadata.length + data.length;

const setupBytes = (frame: SetupFrame): number =>
  SETUP_FIXED_BYTES + (frame.resume ? TOKEN_LENGTH_BYTES : 0) + mimeBytes(frame.metadataMime)
  + mimeBytes(frame.dataMime) + carriedBytes(frame);

const mimeBytes = (mime: string): number => {
  const count = Buffer.byteLength(mime);
  if (count > MIME_BYTES_MAX) {
    throw new FrameError('too-big', `MIME type of ${inBytes(count)}, limit ${inBytes(MIME_BYTES_MAX)}`);
  }
  return MIME_LENGTH_BYTES + count;
};

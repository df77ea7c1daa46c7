// Frames to bytes and back: what a frame of `frame.ts` looks like on the wire, in RSocket 1.0's layout.
import type { Frame } from './frame.ts';
import { PREFIX_BYTES } from './layout.ts';
import { sizeOf } from './sizeOf.ts';
import { writeFrame } from './writeFrame.ts';

export { readFrame } from './readFrame.ts';
export { sizeOf } from './sizeOf.ts';
export { writeFrame } from './writeFrame.ts';

/**
 * A frame with the 3-byte length before it, in bytes of its own. Many frames are better written into one buffer.
 *
 * @throws FrameError when the frame is longer than a length can say.
 * @example encode({ type: 'CANCEL', stream: 1 }) // 00 00 06, 00 00 00 01, 24 00
 */
export const encode = (frame: Frame): Uint8Array => {
  const bytes = new Uint8Array(PREFIX_BYTES + sizeOf(frame));
  writeFrame(frame, bytes, 0);
  return bytes;
};

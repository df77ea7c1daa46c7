// The memory that small frames of all connections are encoded into. A slab per connection would cost each of them
// 64 KiB, an allocation per frame ten times the time of writing it.
import { SLAB_BYTES } from './sessionLimits.ts';

let slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
let taken = 0;

/**
 * Takes the next `bytes` of the slab, and a fresh slab when they do not fit any more. What was handed out is never
 * handed out again: a channel keeps it for as long as the network takes.
 */
export const slice = (bytes: number): Uint8Array => {
  if (bytes > SLAB_BYTES / 2) return Buffer.allocUnsafeSlow(bytes);
  if (taken + bytes > SLAB_BYTES) {
    slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
    taken = 0;
  }
  const start = taken;
  taken += bytes;
  return slab.subarray(start, taken);
};

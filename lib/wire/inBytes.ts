// A number of bytes for people, exact, so that a value next to its limit never reads the same as the limit.
import { KIB, MIB } from './limits.ts';

/** @example inBytes(262_144) // '256 KiB'; one more is '262145 bytes' */
export const inBytes = (count: number): string => {
  if (count >= MIB && count % MIB === 0) return `${count / MIB} MiB`;
  if (count >= KIB && count % KIB === 0) return `${count / KIB} KiB`;
  return count === 1 ? '1 byte' : `${count} bytes`;
};

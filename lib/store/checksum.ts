// Tells a text that was written so from one that a disk has changed.
import { createHash } from 'node:crypto';

const HEX_CHARS = 15;

/**
 * Sixteen characters for a text: 60 bits of its SHA-256, behind a letter that no number begins with. Against disks and
 * editors, not against people: whoever can write the file can write this as well.
 */
export const checksum = (text: string): string =>
  `x${createHash('sha256').update(text).digest('hex').slice(0, HEX_CHARS)}`;

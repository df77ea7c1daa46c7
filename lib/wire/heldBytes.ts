// What waits unsent for slow networks, over all connections of the process: many who each leave a little unread together
// leave what one may not. Past the limit, whoever has left most is closed, so that nobody pays for others.
import { HELD_BYTES_ALL_MAX } from './sessionLimits.ts';

export interface Holder {
  /** It holds the most when there is too much. */
  overflowed(detail: string): void;
}

/** Only connections for which something waits. */
const held = new Map<Holder, number>();
let total = 0;

/** What waits for all connections of this process at the moment, in bytes. */
export const heldUnsent = (): number => total;

/** Says what waits for a holder now; 0 when nothing. */
export const holdUnsent = (holder: Holder, bytes: number): void => {
  total += bytes - (held.get(holder) ?? 0);
  if (bytes === 0) held.delete(holder);
  else held.set(holder, bytes);
};

/**
 * Makes room for `bytes` more of a holder, by closing those that hold more than it would.
 *
 * @returns false when it is the one that holds the most
 */
export const roomFor = (holder: Holder, bytes: number): boolean => {
  const own = (held.get(holder) ?? 0) + bytes;
  while (total + bytes > HELD_BYTES_ALL_MAX) {
    let most: readonly [Holder, number] = [holder, own];
    for (const entry of held) {
      if (entry[1] > most[1]) most = entry;
    }
    const [largest, share] = most;
    if (largest === holder) return false;
    const detail = `${share} of ${total} bytes unsent, limit for all peers ${HELD_BYTES_ALL_MAX}`;
    holdUnsent(largest, 0);
    largest.overflowed(detail);
  }
  return true;
};

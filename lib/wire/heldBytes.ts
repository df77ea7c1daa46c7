// What waits unsent for slow networks, over all connections of the process: many who each leave a little unread together
// leave what one may not. Past the limit, whoever has left most is closed, so that nobody pays for others.
import { Ledger } from './ledger.ts';
import { HELD_BYTES_ALL_MAX } from './sessionLimits.ts';

export interface Holder {
  /** It holds the most when there is too much. */
  overflowed(detail: string): void;
}

const held = new Ledger<Holder>();

/** What waits for all connections of this process at the moment, in bytes. */
export const heldUnsent = (): number => held.total;

/** Says what waits for a holder now; 0 when nothing. */
export const holdUnsent = (holder: Holder, bytes: number): void => held.set(holder, bytes);

/**
 * Makes room for `bytes` more of a holder, by closing those that hold more than it would.
 *
 * @returns false when it is the one that holds the most
 */
export const roomFor = (holder: Holder, bytes: number): boolean => {
  const own = held.of(holder) + bytes;
  while (held.total + bytes > HELD_BYTES_ALL_MAX) {
    const [largest, share] = held.most(holder, own);
    if (largest === holder) return false;
    const detail = `${share} of ${held.total} bytes unsent, limit for all peers ${HELD_BYTES_ALL_MAX}`;
    held.set(largest, 0);
    largest.overflowed(detail);
  }
  return true;
};

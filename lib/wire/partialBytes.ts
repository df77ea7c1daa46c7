// Started frames and unfinished messages of all connections of the process: many who each hold back a little together
// hold what one may not. Past the limit, whoever holds the most is closed.
import { PARTIAL_BYTES_ALL_PEERS_MAX } from './limits.ts';

export interface PartialHolder {
  /** It holds the most when there is too much. */
  exceeded(detail: string): void;
}

/** Only connections with something partial: at most as many as there are connections. */
const held = new Map<PartialHolder, number>();
let total = 0;

/** What all connections of this process hold of unfinished frames and messages at the moment, in bytes. */
export const heldPartially = (): number => total;

/** Says what a holder holds now; 0 when nothing. */
export const holdPartial = (holder: PartialHolder, bytes: number): void => {
  total += bytes - (held.get(holder) ?? 0);
  if (bytes === 0) held.delete(holder);
  else held.set(holder, bytes);
  if (total <= PARTIAL_BYTES_ALL_PEERS_MAX) return;
  let most: readonly [PartialHolder, number] = [holder, bytes];
  for (const entry of held) {
    if (entry[1] > most[1]) most = entry;
  }
  const [largest, share] = most;
  const detail = `${share} of ${total} bytes of unfinished frames, limit for all peers ${PARTIAL_BYTES_ALL_PEERS_MAX}`;
  holdPartial(largest, 0);
  largest.exceeded(detail);
};

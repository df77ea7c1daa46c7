// Started frames and unfinished messages of all connections of the process: many who each hold back a little together
// hold what one may not. Past the limit, whoever holds the most is closed.
import { Ledger } from './ledger.ts';
import { PARTIAL_BYTES_ALL_PEERS_MAX } from './limits.ts';

export interface PartialHolder {
  /** It holds the most when there is too much. */
  exceeded(detail: string): void;
}

const held = new Ledger<PartialHolder>();

/** What all connections of this process hold of unfinished frames and messages at the moment, in bytes. */
export const heldPartially = (): number => held.total;

/** Says what a holder holds now; 0 when nothing. */
export const holdPartial = (holder: PartialHolder, bytes: number): void => {
  held.set(holder, bytes);
  if (held.total <= PARTIAL_BYTES_ALL_PEERS_MAX) return;
  const [largest, share] = held.most(holder, bytes);
  const detail =
    `${share} of ${held.total} bytes of unfinished frames, limit for all peers ${PARTIAL_BYTES_ALL_PEERS_MAX}`;
  holdPartial(largest, 0); // and whoever holds the most then, if it is still too much
  largest.exceeded(detail);
};

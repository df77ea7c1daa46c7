// The connections of the node as a table, in the order asked for, with what was measured of each.
import { nameOf } from '../words/nodeWords.ts';
import type { Connection } from './connections.ts';
import { nodeIn } from './nodeIn.ts';
import { compared } from './nodeRows.ts';
import type { Page } from './page.ts';

export interface PeerRow {
  readonly peer: Connection;
  /** What its node is called, or where it is, as far as that is known. */
  readonly name: string;
  readonly rtts: readonly number[];
  /** Bytes a second. */
  readonly rate: { readonly in: number; readonly out: number };
  readonly isSelected: boolean;
}

type Key = (row: PeerRow) => string | number;

const KEYS: Readonly<Record<string, Key>> = {
  name: ({ name }) => name,
  direction: ({ peer: { direction } }) => direction,
  rtt: ({ peer: { rttMs } }) => rttMs ?? -1,
  traffic: ({ peer: { bytesIn, bytesOut } }) => bytesIn + bytesOut,
  requests: ({ peer: { requests } }) => requests,
  since: ({ peer: { since } }) => since,
};

/** One that is being dialled has said nothing yet; the map may know it all the same. */
const named = (page: Page, { id, label, address }: Connection): string =>
  id === null ? address : nameOf({ id, label: label ?? nodeIn(page, id)?.label ?? null });

const NO_RATE = { in: 0, out: 0 };

export const peerRows = (page: Page): readonly PeerRow[] => {
  const { peers, rtts, rates, sorts: { peers: { by, isDown } }, selection, status } = page;
  const own = status?.node.id;
  const isSelected = ({ id, direction }: Connection): boolean =>
    selection?.type === 'node'
      ? selection.id === id
      : selection?.type === 'edge' &&
        (direction === 'out'
          ? selection.tail === own && selection.head === id
          : selection.head === own && selection.tail === id);
  const key = KEYS[by] ?? (() => 0);
  return peers
    .map((peer): PeerRow => ({
      peer,
      name: named(page, peer),
      rtts: rtts.get(peer.peer) ?? [],
      rate: rates.get(peer.peer) ?? NO_RATE,
      isSelected: isSelected(peer),
    }))
    .sort((a, b) => (isDown ? -1 : 1) * compared(key(a), key(b)) || compared(a.peer.peer, b.peer.peer));
};

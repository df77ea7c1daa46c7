// One connection as reports show it: an edge of the network, from its tail (who dialled) to its head (who accepted).
import type { Address } from '../address.ts';
import type { PeerId } from '../event.ts';
import { iso } from '../iso.ts';
import type { NodeId } from '../nodeId.ts';
import type { PeerState } from '../state.ts';

export interface Edge {
  readonly peer: PeerId;
  /** The remote; null before it has said or proven who it is. */
  readonly id: NodeId | null;
  /** Null when it has none. */
  readonly label: string | null;
  readonly address: Address;
  /** When it became alive; when it began, if it is not. */
  readonly since: string;
  /** Null before the first answer to a ping. */
  readonly rttMs: number | null;
  readonly heardAt: string;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly requests: number;
}

export const edge = (peer: PeerState): Edge => ({
  peer: peer.peer,
  id: peer.node ?? null,
  label: peer.label ?? null,
  address: peer.address,
  since: iso(peer.openedAt ?? peer.since),
  rttMs: peer.rttMs ?? null,
  heardAt: iso(peer.heardAt),
  bytesIn: peer.traffic.bytesIn,
  bytesOut: peer.traffic.bytesOut,
  requests: peer.traffic.requests,
});

// What a Peer is made of.
import type { Observable } from 'rxjs';
import type { Address } from '../address.ts';
import type { Env } from '../env.ts';
import type { Direction, PeerId } from '../event.ts';
import type { NodeId } from '../nodeId.ts';
import type { Responder } from '../peer.ts';
import type { Channel, Connection } from '../transport.ts';
import type { Session, SessionOptions } from '../wire/session.ts';

/** The same for every Peer of a node. */
export interface PeerSurroundings {
  readonly env: Env;
  readonly responder: Responder;
  /** Our hello, for one channel. */
  readonly greeting: (channel: Channel) => Uint8Array;
  readonly openSession: (options: SessionOptions) => Session;
}

export interface PeerParts extends PeerSurroundings {
  readonly id: PeerId;
  readonly direction: Direction;
  readonly address: Address;
  /** Who must be there. */
  readonly expected?: NodeId;
  /** Dials when subscribed, or emits the one that was accepted. Emits one. */
  readonly connection$: Observable<Connection>;
}

// The Peers that live, by id: the one place where a name in a command becomes a connection.
import { of, Subject, type Observable } from 'rxjs';
import { idOf, type Address } from '../address.ts';
import type { PeerId } from '../event.ts';
import type { EntryId } from '../journal.ts';
import type { Peer } from '../peer.ts';
import type { Connection, Transport } from '../transport.ts';
import { makePeer } from './makePeer.ts';
import type { PeerParts, PeerSurroundings } from './peerParts.ts';

type Own = Pick<PeerParts, 'direction' | 'address' | 'connection$' | 'expected'>;

export class Registry {
  readonly #surroundings: PeerSurroundings;
  readonly #transport: Transport;
  readonly #peers = new Map<PeerId, Peer>();
  readonly #causes = new Map<PeerId, EntryId>();
  readonly #peer$ = new Subject<Peer>();
  #last = 0;

  constructor(surroundings: PeerSurroundings, transport: Transport) {
    this.#surroundings = surroundings;
    this.#transport = transport;
  }

  /** Each Peer as it is made, before it does anything. */
  get peer$(): Observable<Peer> {
    return this.#peer$;
  }

  /** A Peer for an address to dial; it waits to be told to connect. */
  dialling(address: Address): Peer {
    const expected = idOf(address);
    return this.#add({
      direction: 'out',
      address,
      connection$: this.#transport.dial(address),
      ...(expected === undefined ? {} : { expected }),
    });
  }

  /** A Peer for a connection that was accepted; it waits to be told to listen. */
  accepted(connection: Connection): Peer {
    const isWanted = this.#peer$.observed;
    const peer = this.#add({ direction: 'in', address: connection.remote, connection$: of(connection) });
    if (!isWanted) {
      this.forget(peer.id); // nobody lives its life, so nobody would end it
      connection.destroy();
    }
    return peer;
  }

  get(id: PeerId): Peer | undefined {
    return this.#peers.get(id);
  }

  /** The last command that a Peer was given, by its place in the journal: what the Peer's events go back to. */
  causeOf(id: PeerId): EntryId | undefined {
    return this.#causes.get(id);
  }

  instructed(id: PeerId, cause: EntryId): void {
    if (this.#peers.has(id)) this.#causes.set(id, cause);
  }

  forget(id: PeerId): void {
    this.#peers.delete(id);
    this.#causes.delete(id);
  }

  /** How many Peers live; 0 after a node has stopped. */
  get size(): number {
    return this.#peers.size;
  }

  /** The parts are written out: spread, V8 makes a shape of its own for those of each Peer, of a kilobyte. */
  #add({ direction, address, connection$, expected }: Own): Peer {
    const { env, responder, greeting, openSession } = this.#surroundings;
    const id = `${direction}-${++this.#last}`;
    const parts = { env, responder, greeting, openSession, id, direction, address, connection$ };
    const peer = makePeer(expected === undefined ? parts : { ...parts, expected });
    this.#peers.set(peer.id, peer);
    this.#peer$.next(peer);
    return peer;
  }
}

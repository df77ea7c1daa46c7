// Who can be asked: the tail of an edge asks its head, so only connections that this node dialled will do.
import type { PeerId } from './event.ts';
import type { Addressee } from './net.ts';
import { RequestError, type Peer, type Requester } from './peer.ts';
import { peersOf, type PeerState, type State } from './state.ts';

export interface Peers {
  get(id: PeerId): Peer | undefined;
}

/** The connections that `to` names; the one with the quickest answers first. */
const candidates = (state: State, to: Addressee): readonly PeerState[] => {
  const one = state.peers.get(to);
  const named = one === undefined ? peersOf(state, to) : [one];
  return [...named].sort((a, b) => (a.rttMs ?? Infinity) - (b.rttMs ?? Infinity));
};

/** @throws RequestError `not-connected`, which says what stands in the way */
export const requesterOf = (state: State, peers: Peers, to: Addressee): Requester => {
  const named = candidates(state, to);
  const heads = named.filter(({ direction, phase }) => direction === 'out' && phase === 'alive');
  const found = heads.flatMap(({ peer }) => peers.get(peer) ?? [])[0];
  if (found !== undefined) return found.requester;
  const isTail = named.some(({ direction, phase }) => direction === 'in' && phase === 'alive');
  const why = isTail ? 'it dialled us, and only the tail of an edge asks' : 'nothing that we dialled to it is alive';
  throw new RequestError('not-connected', `${to}: ${why}`);
};

/** Remembers who was found while no connection has changed: a program asks the same few nodes again and again. */
export class Requesters {
  readonly #peers: Peers;
  readonly #found = new Map<Addressee, Requester>();
  #of: State['peers'] | undefined;

  constructor(peers: Peers) {
    this.#peers = peers;
  }

  /** @throws RequestError as `requesterOf` */
  of(state: State, to: Addressee): Requester {
    if (state.peers !== this.#of) {
      this.#found.clear();
      this.#of = state.peers;
    }
    const known = this.#found.get(to);
    if (known !== undefined) return known;
    const requester = requesterOf(state, this.#peers, to);
    this.#found.set(to, requester); // as many as there are connections, by each of their two names
    return requester;
  }
}

// What a node believes: one immutable value, replaced by every event that changes it and shared wherever it did not.
import { endpointOf, hostOf, type Address, type Endpoint } from './address.ts';
import type { BookPlace } from './bookPlaces.ts';
import type { Loop } from './command.ts';
import type { Direction, PeerId, Phase, Traffic } from './event.ts';
import { groupOf } from './group.ts';
import type { NetworkState } from './networkState.ts';
import type { NodeId } from './nodeId.ts';
import type { Table } from './table.ts';

/** Who this node is; does not change while it runs. */
export interface Self {
  readonly node: NodeId;
  readonly boot: string;
  readonly network: string;
  readonly label: string;
  readonly version: string;
  readonly startedAt: number;
  /** Where others can reach it, when that is not where it listens: told instead of those addresses. */
  readonly announce?: readonly Address[];
  /** Of a recording without names: its public hosts are in 240.0.0.0/4, and count as open. */
  readonly redacted?: true;
  /** What the places of the address book follow from: told to nobody. */
  readonly bookKey: string;
  /** False on a transport without TLS: the ids of remotes are then claims that nobody has proven. */
  readonly secure: boolean;
}

/** One connection. What moves all the time moves in coarse steps (`heardAt`: a second). */
export interface PeerState {
  readonly peer: PeerId;
  readonly direction: Direction;
  /** What we dialled, or where the connection came from: then its port is of no use to anybody else. */
  readonly address: Address;
  readonly phase: Phase;
  /** When the connection began, and when it became alive. */
  readonly since: number;
  readonly openedAt?: number;
  /** Known when the remote has proven it (TLS) or said it (hello, where there is no TLS). */
  readonly node?: NodeId;
  readonly boot?: string;
  readonly label?: string;
  /** Where the remote says that it listens. */
  readonly addresses: readonly Address[];
  readonly heardAt: number;
  /** Smoothed round-trip time and its variation, as RFC 6298 computes them. */
  readonly rttMs?: number;
  readonly rttVarMs?: number;
  readonly traffic: Traffic;
  /** The older connection to the same node that must answer a ping, or give way to this one. */
  readonly contests?: { readonly peer: PeerId; readonly since: number };
}

/** One place where a node may be reached, whether or not anybody is there. */
export interface AddressState {
  readonly endpoint: Endpoint;
  /** The node that was found there, or is said to be. */
  readonly node?: NodeId;
  /** The operator named the node: whoever else is found there is refused, and the name stays. */
  readonly pinned?: true;
  /** `config`, `file`, `dns`, `book`, or the peer that told us. */
  readonly from: string;
  readonly learntAt: number;
  /** When a connection to it was last alive. */
  readonly aliveAt?: number;
  /** When its node was last found there by its key, by our own dial. */
  readonly provenAt?: number;
  /** Failures in a row, and when the monitor idle may try again. */
  readonly attempts: number;
  readonly nextAttemptAt: number;
  readonly lastError?: string;
  /** It turned out to be this node itself. */
  readonly self?: true;
  /** The operator, the configuration or a file has named it: it is never given up. */
  readonly named?: true;
  /** The group of who told of it first. */
  readonly source?: string;
  /** Where it stands in the book; absent: it is loose. */
  readonly place?: BookPlace;
  /** Who would stand in its place if it were not there; it is tested before it has to go. */
  readonly challenger?: Endpoint;
  /** Since when a connection that we dialled has been alive there, and how long the last one was; milliseconds. */
  readonly openedAt?: number;
  readonly stoodMs?: number;
}

export interface Ban {
  /** A node id, a host, or an endpoint. */
  readonly subject: string;
  readonly until: number;
  readonly reason: string;
}

/** An address that a chain of causes went round: only the operator dials it meanwhile. */
export interface BrokenLoop {
  readonly endpoint: Endpoint;
  readonly until: number;
  readonly loop: Loop;
}

export interface State {
  readonly self: Self;
  /** `stopping`: saying goodbye; `leaving`: nobody is left, only the disk is waited for. */
  readonly lifecycle: 'running' | 'stopping' | 'leaving' | 'stopped';
  readonly listening: readonly Address[];
  /** Where others can reach it: the same, with a wildcard spelt out as the machine's own addresses. */
  readonly reachable: readonly Address[];
  readonly peers: Table<PeerState>;
  /** The connections to each node, in both directions and in every phase; kept by the reducers. */
  readonly peersByNode: Table<readonly PeerId[]>;
  /** How many connections there are: by `DIRECTION/alive` and `DIRECTION/pending`, `host/HOST`,
   * `DIRECTION/group/GROUP`; kept by the reducers, so that a guard need not count. */
  readonly tally: Table<number>;
  readonly addresses: Table<AddressState>;
  /** Who stands where in the address book. */
  readonly places: Table<Endpoint>;
  readonly bans: Table<Ban>;
  /** By endpoint; kept by the reducers, and read by the guard `notLooping`. */
  readonly loops: Table<BrokenLoop>;
  /** Closings so far by `DIRECTION/REASON`, and refusals by guard. */
  readonly closed: Table<number>;
  readonly refused: Table<number>;
  /** Writes of the address book under way: a node that stops waits for them. */
  readonly saving: number;
  readonly network: NetworkState;
}

/** Connections in a direction: alive, and on their way to be. */
export const alive = (state: State, direction: Direction): number => state.tally.get(`${direction}/alive`) ?? 0;
export const pending = (state: State, direction: Direction): number => state.tally.get(`${direction}/pending`) ?? 0;

/** Slots taken in a direction, by what is alive and by what is on its way. */
export const occupied = (state: State, direction: Direction): number =>
  alive(state, direction) + pending(state, direction);

/** Connections from and to one host, whatever the port. */
export const atHost = (state: State, address: Address): number => state.tally.get(`host/${hostOf(address)}`) ?? 0;

/** Connections in a direction within the address group of an address; 0 for an address that is in no group. */
export const inGroup = (state: State, direction: Direction, address: Address): number => {
  const group = groupOf(address);
  return group === undefined ? 0 : (state.tally.get(`${direction}/group/${group}`) ?? 0);
};

/** The connections to a node. */
export const peersOf = (state: State, node: NodeId): readonly PeerState[] =>
  (state.peersByNode.get(node) ?? []).flatMap((peer) => state.peers.get(peer) ?? []);

/** The ban in force on a node or an address, by id, by endpoint or by host. */
export const banOn = (state: State, who: { node?: NodeId; address: Address }, now: number): Ban | undefined => {
  if (state.bans.size === 0) return undefined;
  const subjects = [who.node, endpointOf(who.address), hostOf(who.address)];
  return subjects
    .map((subject) => (subject === undefined ? undefined : state.bans.get(subject)))
    .find((found) => found !== undefined && found.until > now);
};

/** The endpoints of a node's connections: those dialled, and those the connected nodes listen on. */
export const endpointsInUse = (state: State): ReadonlySet<Endpoint> => {
  const used = new Set<Endpoint>();
  for (const { direction, address, addresses } of state.peers.values()) {
    if (direction === 'out') used.add(endpointOf(address));
    for (const own of addresses) used.add(endpointOf(own));
  }
  return used;
};

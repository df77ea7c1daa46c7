// Everything that can happen to a node. Past participles, plain data, each complete on its own: an event repeats what
// the state will have forgotten by the time somebody reads it, and holds no socket, so a run can be kept and replayed.
import type { Address } from './address.ts';
import type { Command, Loop, OperatorRequest } from './command.ts';
import type { Hello } from './hello.ts';
import type { Advert } from './exchange/keys.ts';
import type { AgreementReport } from './network/agreement.ts';
import type { Partition } from './network/partition.ts';
import type { NodeId } from './nodeId.ts';
import type { CloseReason } from './reasons.ts';

/** One connection of this node, `out-3` or `in-7`; never used again by the same process. */
export type PeerId = string;

/** `out`: we dialled, we are the tail and ask. `in`: we accepted, we are the head and answer. */
export type Direction = 'in' | 'out';

/** The phases of a connection, in order: each but `alive` has a deadline, and none is entered twice. */
export type Phase = 'dialling' | 'accepted' | 'securing' | 'greeting' | 'greeted' | 'alive' | 'closing' | 'closed';

/** `news`: whatever is new, at once; `adverts`: that it is there to be had. */
export type Supply = 'news' | 'adverts';

export type Timer = 'idle' | 'status' | 'discovery' | 'heartbeat';

/** An address somebody told us of. */
export interface KnownAddress {
  readonly address: Address;
  /** When a connection to it was last alive, as far as the teller knows; milliseconds since 1970. */
  readonly aliveAt?: number;
  /** What the node's own book of the last run knows beside that; nobody else is asked. */
  readonly kept?: KeptAddress;
}

/** What is kept of an address over a restart. */
export interface KeptAddress {
  readonly learntAt: number;
  readonly provenAt?: number;
  readonly stoodMs?: number;
  readonly source?: string;
  readonly named?: true;
  /** It stood among those where somebody was found. */
  readonly tried?: true;
}

/** What a peer's connection has carried so far. */
export interface Traffic {
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Requests begun, by the one end that may: asked by us when `out`, answered by us when `in`. */
  readonly requests: number;
}

export type Event =
  // The node
  | { readonly type: 'node-started'; readonly node: NodeId; readonly boot: string }
  | { readonly type: 'listening-started'; readonly address: Address; readonly reachable?: readonly Address[] }
  | { readonly type: 'listening-failed'; readonly address: Address; readonly error: string }
  | { readonly type: 'stop-requested'; readonly reason: string }
  | { readonly type: 'stop-prepared' } // every command before the stop has been carried out
  | { readonly type: 'ticked'; readonly timer: Timer }
  // Connections
  | { readonly type: 'connection-accepted'; readonly peer: PeerId; readonly address: Address }
  /** Cut off as they came, since there were too many: of one group in a short time, of all, or in the door. */
  | { readonly type: 'connections-refused'; readonly address: Address; readonly why: 'group' | 'all' | 'room';
      readonly count: number; readonly from: Address }
  | { readonly type: 'dial-started'; readonly peer: PeerId; readonly address: Address }
  | { readonly type: 'peer-connected'; readonly peer: PeerId; readonly address: Address }
  | { readonly type: 'peer-secured'; readonly peer: PeerId; readonly node?: NodeId }
  | { readonly type: 'peer-greeted'; readonly peer: PeerId; readonly hello: Hello }
  | { readonly type: 'peer-opened'; readonly peer: PeerId; readonly address: Address; readonly direction: Direction;
      readonly node: NodeId }
  | { readonly type: 'peer-heard'; readonly peer: PeerId; readonly rttMs?: number; readonly traffic: Traffic }
  | { readonly type: 'peer-closing'; readonly peer: PeerId; readonly reason: CloseReason }
  | PeerClosed
  // Addresses
  | { readonly type: 'addresses-learnt'; readonly from: string; readonly addresses: readonly KnownAddress[] }
  | { readonly type: 'addresses-missed'; readonly from: string; readonly error: string }
  | { readonly type: 'address-deferred'; readonly address: Address; readonly until: number; readonly attempts: number;
      readonly error?: string }
  | { readonly type: 'loop-found'; readonly address: Address; readonly until: number; readonly loop: Loop }
  // The network as a whole. Items are signed records, refreshes and attestations as text: lib/exchange/itemText.ts.
  | { readonly type: 'record-issued'; readonly record: string }
  | { readonly type: 'attestation-issued'; readonly node: NodeId; readonly attestation: string }
  /** New ones only, and each was verified. */
  | { readonly type: 'items-heard'; readonly peer: PeerId; readonly items: readonly string[] }
  /** What no honest node says; `count`: in this connection so far. */
  | { readonly type: 'items-refused'; readonly peer: PeerId; readonly error: string; readonly count: number }
  /** Where connected nodes stand, those that have moved. */
  | { readonly type: 'links-reported'; readonly reports: readonly LinkReport[] }
  /** A connection is asked to tell what is new itself, or with adverts only. */
  | { readonly type: 'supply-chosen'; readonly peer: PeerId; readonly supply: Supply }
  /** Both maps were compared: so many entries were fetched, and so many given. `how`: only what has
   * changed on both sides was. */
  | { readonly type: 'link-reconciled'; readonly peer: PeerId; readonly fetched: number; readonly given: number;
      readonly how?: 'changes' }
  /** A question of the exchange was not answered. */
  | { readonly type: 'exchange-failed'; readonly peer: PeerId; readonly route: string; readonly error: string }
  /** Whether a node answers at an address that it has signed; asked before anybody is accused. */
  | { readonly type: 'node-tested'; readonly node: NodeId; readonly address: Address; readonly seq: number;
      readonly answers: boolean; readonly error?: string }
  /** What a head says of whether it can reach a third node. */
  | { readonly type: 'node-verified'; readonly peer: PeerId; readonly node: NodeId; readonly outcome: VerifyOutcome }
  /** Whether the node was found at an address, by its key, as we dialled back. */
  | { readonly type: 'address-proved'; readonly node: NodeId; readonly address: Address; readonly holds: boolean;
      readonly error?: string }
  | NetworkNews
  // Bans
  | {
    readonly type: 'subject-banned'; readonly subject: string; readonly until: number; readonly reason: string;
    /** It was in the book that the node began with. */
    readonly from?: 'book';
  }
  | { readonly type: 'subject-unbanned'; readonly subject: string }
  // The disk
  | { readonly type: 'save-started' }
  | { readonly type: 'book-saved'; readonly file: string }
  | { readonly type: 'book-failed'; readonly file: string; readonly error: string }
  | { readonly type: 'report-written'; readonly file: string }
  | { readonly type: 'report-failed'; readonly file: string; readonly error: string }
  // Commands
  | { readonly type: 'command-requested'; readonly request: OperatorRequest }
  | { readonly type: 'command-refused'; readonly command: Command; readonly guard: string; readonly reason: string };

/** Where a connected node stands; and what it has said besides since the last report of it. */
export interface LinkReport extends AgreementReport {
  readonly peer: PeerId;
  /** Of its own changes. */
  readonly cursor?: number;
  /** It would be told with adverts only. */
  readonly lazy?: boolean;
  /** How many things it has told that were known already, while there is much to tell. */
  readonly known?: number;
  /** What it has and this node has not. */
  readonly adverts?: readonly Advert[];
}

/**
 * `reachable`: somebody opens there; `refused`: nobody does; `timed-out`: nothing was heard within a second; `unknown`:
 * it was not tried, for want of an address at which the head has found the node itself.
 */
export type VerifyOutcome = 'reachable' | 'refused' | 'timed-out' | 'unknown';

/** What has become of the network as a whole. */
export type NetworkNews =
  | { readonly type: 'agreement-proven'; readonly digest: string; readonly nodes: number }
  | { readonly type: 'agreement-lost'; readonly digest: string }
  | { readonly type: 'network-parted'; readonly side: Partition['side']; readonly missing: readonly NodeId[] }
  | { readonly type: 'network-healed'; readonly afterMs: number }
  /** Another process signs with the key of this node: this one issues no record any more, and stops. */
  | { readonly type: 'identity-duplicated'; readonly node: NodeId; readonly times: number };

/** The last event of every connection, however it ended, and the only one of its kind. */
export interface PeerClosed {
  readonly type: 'peer-closed';
  readonly peer: PeerId;
  readonly direction: Direction;
  readonly address: Address;
  /** Absent when the connection ended before the remote had proven who it is. */
  readonly node?: NodeId;
  /** How far the connection had come before it was closing. */
  readonly phase: Phase;
  readonly reason: CloseReason;
  /** Who ended it: we, the remote by its goodbye, or nobody in particular. */
  readonly endedBy: 'local' | 'remote' | 'network';
  /** For people: an error code, a limit that was passed. */
  readonly detail?: string;
  /** The remote's advice when to come back; advice only. */
  readonly retryAfterMs?: number;
  /** Records of others, by a remote that turned us away; not verified yet. */
  readonly records?: readonly string[];
}

export type EventOf<T extends Event['type']> = Extract<Event, { readonly type: T }>;


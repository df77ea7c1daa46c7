// Everything a node can do. Imperatives, plain data: policies and reducers issue them, guards judge them, effects
// carry them out, and whatever comes of one is an event.
import type { Address } from './address.ts';
import type { NetworkNews, PeerId, Supply } from './event.ts';
import type { Doubt } from './network/attestation.ts';
import type { EdgeId } from './network/ids.ts';
import type { Synced } from './networkState.ts';
import type { NodeId } from './nodeId.ts';
import type { OwnSaid } from './ownRecord.ts';
import type { CloseReason, GoodbyeReason } from './reasons.ts';

export type Command =
  | { readonly type: 'dial'; readonly address: Address }
  | { readonly type: 'accept'; readonly peer: PeerId }
  | { readonly type: 'welcome'; readonly peer: PeerId }
  | { readonly type: 'close'; readonly peer: PeerId; readonly reason: GoodbyeReason; readonly detail?: string;
      readonly retryAfterMs?: number; readonly graceMs?: number; readonly records?: readonly string[] }
  | { readonly type: 'ping'; readonly peer: PeerId }
  | ({ readonly type: 'issue-record'; readonly seq: number } & OwnSaid)
  | { readonly type: 'watch'; readonly peer: PeerId }
  | { readonly type: 'push'; readonly peer: PeerId; readonly nodes: readonly NodeId[];
      readonly headers?: readonly NodeId[]; readonly doubts?: readonly NodeId[] }
  | { readonly type: 'advertise'; readonly peer: PeerId; readonly nodes: readonly NodeId[] }
  | { readonly type: 'fetch'; readonly peer: PeerId; readonly ids: readonly EdgeId[] }
  | { readonly type: 'choose-supply'; readonly peer: PeerId; readonly supply: Supply }
  | { readonly type: 'beat'; readonly peer: PeerId; readonly ifNews?: true }
  | { readonly type: 'reconcile'; readonly peer: PeerId; readonly since?: Synced }
  | { readonly type: 'test'; readonly node: NodeId; readonly address: Address; readonly seq: number }
  | { readonly type: 'verify'; readonly peer: PeerId; readonly node: NodeId }
  | { readonly type: 'prove'; readonly node: NodeId; readonly address: Address }
  | { readonly type: 'ask-peers'; readonly peer: PeerId; readonly count: number }
  | { readonly type: 'hear'; readonly peer: PeerId; readonly items: readonly string[] }
  | { readonly type: 'attest'; readonly node: NodeId; readonly seq: number; readonly doubt: Doubt }
  | { readonly type: 'announce'; readonly news: NetworkNews }
  | { readonly type: 'defer'; readonly address: Address; readonly forMs: number; readonly attempts: number;
      readonly error?: string }
  | { readonly type: 'break-loop'; readonly address: Address; readonly forMs: number; readonly loop: Loop }
  | { readonly type: 'ban'; readonly subject: string; readonly forMs: number; readonly reason: string }
  | { readonly type: 'unban'; readonly subject: string }
  | { readonly type: 'save' }
  | { readonly type: 'report'; readonly to: 'log' | 'file' }
  | { readonly type: 'stop' };

/** Who did what to whom, again and again: the links of a chain of causes that ends where it began. */
export interface Loop {
  readonly links: readonly LoopLink[];
  readonly times: number;
  readonly withinMs: number;
}

export interface LoopLink {
  /** A policy, reducer or guard by name; `remote` or `network` where nobody here did it. */
  readonly by: string;
  readonly did: 'dial' | 'close' | 'refuse';
  /** Why it was closed. */
  readonly reason?: CloseReason;
}

export type CommandOf<T extends Command['type']> = Extract<Command, { readonly type: T }>;

/** What an operator can ask of a running node, through the control socket or a signal. */
export type OperatorRequest =
  | { readonly type: 'dial'; readonly address: Address }
  | { readonly type: 'drop'; readonly subject: string }
  | { readonly type: 'ban'; readonly subject: string; readonly forMs: number; readonly reason: string }
  | { readonly type: 'unban'; readonly subject: string }
  | { readonly type: 'dump' };

// Constructors, so that a policy reads `map(({ event }) => close(event.peer, 'idle'))`.

/**
 * Makes a connection to an address; with `NODEID@` in front, to that node and no other.
 *
 * @example dial('10.0.0.7:7000')
 */
export const dial = (address: Address): Command => ({ type: 'dial', address });

/** Lets a connection that has come in begin: TLS and the remote's hello come next. */
export const accept = (peer: PeerId): Command => ({ type: 'accept', peer });

/** Lets a remote stay that has said who it is: answers its hello. */
export const welcome = (peer: PeerId): Command => ({ type: 'welcome', peer });

/**
 * Says goodbye and ends the connection.
 *
 * @param more a detail for people, a hint in ms when to come back, how long what is being answered may still take (no
 * time unless told), records of others
 */
export const close = (
  peer: PeerId,
  reason: GoodbyeReason,
  more: Omit<CommandOf<'close'>, 'type' | 'peer' | 'reason'> = {},
): Command => ({ type: 'close', peer, reason, ...more });

/** Asks for a sign of life, and measures the round trip. */
export const ping = (peer: PeerId): Command => ({ type: 'ping', peer });

/** Asks a head to tell of every change of its map from now on. */
export const watch = (peer: PeerId): Command => ({ type: 'watch', peer });

/**
 * Tells a head what our map holds of some nodes.
 *
 * @param parts `headers`: nodes of which the rest is known; `doubts`: nodes of which only the doubts are new
 */
export const push = (
  peer: PeerId,
  nodes: readonly NodeId[],
  { headers = [], doubts = [] }: { readonly headers?: readonly NodeId[]; readonly doubts?: readonly NodeId[] } = {},
): Command => ({
  type: 'push', peer, nodes, ...(headers.length === 0 ? {} : { headers }), ...(doubts.length === 0 ? {} : { doubts }),
});

/** Tells a head of which nodes our map holds something new. */
export const advertise = (peer: PeerId, nodes: readonly NodeId[]): Command => ({ type: 'advertise', peer, nodes });

/** Asks a connected node, whichever has dialled, for what it has of some nodes. */
export const fetch = (peer: PeerId, ids: readonly EdgeId[]): Command => ({ type: 'fetch', peer, ids });

/** Asks a connected node to tell us what is new itself, or that there is something. */
export const chooseSupply = (peer: PeerId, supply: Supply): Command => ({ type: 'choose-supply', peer, supply });

/**
 * Tells a head where we stand, and asks where it does.
 *
 * @param more `ifNews`: not if it has been told so already, with something else
 */
export const beat = (peer: PeerId, more: { readonly ifNews?: true } = {}): Command => ({ type: 'beat', peer, ...more });

/**
 * Finds what our map and a head's differ in, fetches what is later there and gives what is later here.
 *
 * @param since when both were the same: then what has changed since is enough, if both still know it
 */
export const reconcile = (peer: PeerId, since?: Synced): Command =>
  ({ type: 'reconcile', peer, ...(since === undefined ? {} : { since }) });

/** Whether a node answers at an address that it has signed. @param seq of its record */
export const test = (node: NodeId, { address, seq }: { readonly address: Address; readonly seq: number }): Command =>
  ({ type: 'test', node, address, seq });

/** Asks a head whether it can reach a third node. */
export const verify = (peer: PeerId, node: NodeId): Command => ({ type: 'verify', peer, node });

/** Dials back: finds out whether a node is where it says that it is, by its key. */
export const prove = (node: NodeId, address: Address): Command => ({ type: 'prove', node, address });

/** Asks a head for records of others. @param count 32 at most */
export const askPeers = (peer: PeerId, count: number): Command => ({ type: 'ask-peers', peer, count });

/** Takes in signed items that came another way than by the exchange, once they are verified. */
export const hear = (peer: PeerId, items: readonly string[]): Command => ({ type: 'hear', peer, items });

/** Says to all that a node that has dialled us cannot be reached. @param about `seq` of its record, and how we know */
export const attest = (node: NodeId, about: { readonly seq: number; readonly doubt: Doubt }): Command =>
  ({ type: 'attest', node, ...about });

/** Tells what has become of the network as a whole. */
export const announce = (news: NetworkNews): Command => ({ type: 'announce', news });

/** Keeps an address from being dialled by the monitor idle for a while; an operator may still dial it. */
export const defer = (
  address: Address,
  more: { readonly forMs: number; readonly attempts: number; readonly error?: string },
): Command => ({ type: 'defer', address, ...more });

/** Keeps whoever is not the operator from dialling an address for a while, and writes down why. */
export const breakLoop = (address: Address, more: { readonly forMs: number; readonly loop: Loop }): Command =>
  ({ type: 'break-loop', address, ...more });

/**
 * Closes what is connected to a node, an address or a host, and allows no new connection for a while.
 *
 * @param more `forMs`: milliseconds; `reason`: for the ban list, and told to who is banned
 * @example ban('203.0.113.9', { forMs: 3_600_000, reason: 'floods' })
 */
export const ban = (subject: string, more: { readonly forMs: number; readonly reason: string }): Command =>
  ({ type: 'ban', subject, ...more });

/** Lifts a ban. @param subject as the ban has it */
export const unban = (subject: string): Command => ({ type: 'unban', subject });

/** Writes the address book. */
export const save = (): Command => ({ type: 'save' });

/** Makes a status report. */
export const report = (to: 'log' | 'file'): Command => ({ type: 'report', to });

/** The last command of a node: end as soon as the disk has what it was given. */
export const stop = (): Command => ({ type: 'stop' });

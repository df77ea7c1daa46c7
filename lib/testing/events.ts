// A builder for every event, complete and sensible until told otherwise: `heard('in-1')`, `closed('a', { reason })`.
import type { Command, Loop, OperatorRequest } from '../command.ts';
import type { Direction, Event, EventOf, KnownAddress, PeerClosed, PeerId, Timer, Traffic } from '../event.ts';
import { PROTOCOL_VERSION, type Hello } from '../hello.ts';
import type { Address } from '../address.ts';
import { addressFrom } from './addressFrom.ts';
import { nodeIdFrom } from './nodeIdFrom.ts';

/** The fields of an event that a test may want otherwise. */
export type More<T extends Event['type']> = Partial<Omit<EventOf<T>, 'type' | 'peer'>>;

/** `in-7` came in; everything else was dialled. */
export const directionOf = (peer: PeerId): Direction => (peer.startsWith('in') ? 'in' : 'out');

export const NO_TRAFFIC: Traffic = { bytesIn: 0, bytesOut: 0, requests: 0 };

// The node

export const started = (more: More<'node-started'> = {}): Event =>
  ({ type: 'node-started', node: nodeIdFrom('self'), boot: 'boot-of-self', ...more });

export const listening = (address: Address = '10.0.0.1:7000'): Event => ({ type: 'listening-started', address });

export const notListening = (address: Address = '10.0.0.1:7000', error = 'in use'): Event =>
  ({ type: 'listening-failed', address, error });

export const stopRequested = (reason = 'SIGTERM'): Event => ({ type: 'stop-requested', reason });

export const stopPrepared = (): Event => ({ type: 'stop-prepared' });

export const ticked = (timer: Timer): Event => ({ type: 'ticked', timer });

// Connections, in the order of their lives

export const accepted = (peer: PeerId, more: More<'connection-accepted'> = {}): Event =>
  ({ type: 'connection-accepted', peer, address: addressFrom(peer), ...more });

export const dialStarted = (peer: PeerId, more: More<'dial-started'> = {}): Event =>
  ({ type: 'dial-started', peer, address: addressFrom(peer), ...more });

export const connected = (peer: PeerId, more: More<'peer-connected'> = {}): Event =>
  ({ type: 'peer-connected', peer, address: addressFrom(peer), ...more });

/** @param more `node: undefined` for a transport without TLS */
export const secured = (peer: PeerId, more: { readonly node?: string | undefined } = {}): Event => {
  const { node } = { node: nodeIdFrom(peer), ...more };
  return node === undefined ? { type: 'peer-secured', peer } : { type: 'peer-secured', peer, node };
};

/** The hello of a peer, as a node of the same network and version sends it. */
export const aHello = (peer: PeerId, more: Partial<Hello> = {}): Hello => ({
  version: PROTOCOL_VERSION,
  network: 'test',
  id: nodeIdFrom(peer),
  boot: `boot-of-${peer}`,
  addresses: [],
  capabilities: [],
  ...more,
});

export const greeted = (peer: PeerId, more: Partial<Hello> = {}): Event =>
  ({ type: 'peer-greeted', peer, hello: aHello(peer, more) });

export const opened = (peer: PeerId, more: More<'peer-opened'> = {}): EventOf<'peer-opened'> => ({
  type: 'peer-opened', peer, address: addressFrom(peer), direction: directionOf(peer), node: nodeIdFrom(peer), ...more,
});

/** @param more `rttMs` when it was a pong */
export const heard = (peer: PeerId, more: More<'peer-heard'> = {}): Event =>
  ({ type: 'peer-heard', peer, traffic: NO_TRAFFIC, ...more });

export const closing = (peer: PeerId, more: More<'peer-closing'> = {}): Event =>
  ({ type: 'peer-closing', peer, reason: 'idle', ...more });

/** The end of a connection that was alive: the network broke it, unless told otherwise. */
export const closed = (
  peer: PeerId,
  more: Partial<Omit<PeerClosed, 'type' | 'peer' | 'node'>> & { readonly node?: string | undefined } = {},
): PeerClosed => {
  const { node, ...rest } = { node: nodeIdFrom(peer), ...more };
  return {
    type: 'peer-closed',
    peer,
    direction: directionOf(peer),
    address: addressFrom(peer),
    ...(node === undefined ? {} : { node }),
    phase: 'alive',
    reason: 'reset',
    endedBy: 'network',
    ...rest,
  };
};

/** A dial that never got anywhere. */
export const unreachable = (peer: PeerId, more: Partial<Omit<PeerClosed, 'type' | 'peer' | 'node'>> = {}): PeerClosed =>
  closed(peer, { node: undefined, phase: 'dialling', reason: 'unreachable', ...more });

// Addresses

/** @param addresses each as text, or with when it was alive */
export const learnt = (
  addresses: readonly (Address | KnownAddress)[],
  more: More<'addresses-learnt'> = {},
): Event => ({
  type: 'addresses-learnt',
  from: 'book',
  addresses: addresses.map((one) => (typeof one === 'string' ? { address: one } : one)),
  ...more,
});

export const missed = (from = 'out-1', error = 'timed out'): Event => ({ type: 'addresses-missed', from, error });

export const deferred = (address: Address, more: More<'address-deferred'> = {}): Event =>
  ({ type: 'address-deferred', address, until: 1_000, attempts: 1, ...more });

/** @param more `links`: two policies that undo each other, unless told */
export const loopFound = (address: Address, more: Partial<Loop> & { readonly until?: number } = {}): Event => {
  const { until = 1_000, ...loop } = more;
  const links: Loop['links'] = [{ by: 'dialIdle', did: 'dial' }, { by: 'strict', did: 'close', reason: 'evicted' }];
  return { type: 'loop-found', address, until, loop: { links, times: 5, withinMs: 1_000, ...loop } };
};

// Bans, the disk, commands

export const banned = (subject: string, more: More<'subject-banned'> = {}): Event =>
  ({ type: 'subject-banned', subject, until: Number.MAX_SAFE_INTEGER, reason: 'by a test', ...more });

export const unbanned = (subject: string): Event => ({ type: 'subject-unbanned', subject });

export const saveStarted = (): Event => ({ type: 'save-started' });

export const bookSaved = (file = 'peers.json'): Event => ({ type: 'book-saved', file });

export const bookFailed = (error = 'ENOSPC', file = 'peers.json'): Event => ({ type: 'book-failed', file, error });

export const reportWritten = (file = 'status.json'): Event => ({ type: 'report-written', file });

export const reportFailed = (error = 'ENOSPC', file = 'status.json'): Event => ({ type: 'report-failed', file, error });

export const requested = (request: OperatorRequest): Event => ({ type: 'command-requested', request });

/** @param more `guard` and `reason` */
export const refused = (command: Command, more: { readonly guard?: string; readonly reason?: string } = {}): Event =>
  ({ type: 'command-refused', command, guard: 'aGuard', reason: 'because of a test', ...more });

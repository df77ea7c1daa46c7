// The status report: what a node believes at one moment, in the shape that scripts rely on (schema/status.schema.json).
import { endpointOf, type Address } from '../address.ts';
import { iso } from '../iso.ts';
import type { NodeId } from '../nodeId.ts';
import { endpointsInUse, type AddressState, type PeerState, type State } from '../state.ts';
import type { Table } from '../table.ts';
import { edge, type Edge } from './edge.ts';
import { networkFigures, type NetworkFigures } from './networkView.ts';

/** What the process, and not the state, knows. */
export interface ProcessFigures {
  readonly rssBytes: number;
  readonly eventLoopDelayMsP99: number;
}

/** What else neither knows. */
export interface ReportMore {
  /** Where the dashboard is served; absent when it is not. */
  readonly http?: Address;
}

/** Times are ISO 8601 in UTC, durations in milliseconds, ids in full. */
export interface Report {
  readonly node: {
    readonly id: NodeId;
    readonly label: string;
    readonly addresses: readonly Address[];
    readonly version: string;
    readonly network: string;
    readonly boot: string;
    readonly startedAt: string;
    readonly uptimeMs: number;
    /** False: the ids of all others are claims that nobody has proven. */
    readonly secure: boolean;
    readonly http: Address | null;
    readonly lifecycle: State['lifecycle'];
  };
  readonly incoming: readonly Edge[];
  readonly outgoing: readonly Edge[];
  readonly attempting: readonly Attempt[];
  readonly idle: readonly Idle[];
  readonly banned: readonly { readonly subject: string; readonly until: string; readonly reason: string }[];
  readonly network: NetworkFigures;
  readonly closed: Readonly<Record<string, number>>;
  readonly refused: Readonly<Record<string, number>>;
  readonly process: ProcessFigures;
}

export interface Attempt {
  readonly peer: string;
  readonly address: Address;
  /** From 1: this one, after so many failures in a row. */
  readonly attempt: number;
  readonly since: string;
  readonly phase: PeerState['phase'];
}

export interface Idle {
  readonly address: Address;
  readonly id?: NodeId;
  readonly attempts: number;
  readonly nextAttemptAt: string;
  readonly lastError?: string;
}

/**
 * @param now milliseconds since 1970
 * @example statusReport(net.state, env.scheduler.now(), figures.read())
 */
export const statusReport = (
  state: State,
  now: number,
  process: ProcessFigures,
  { http }: ReportMore = {},
): Report => {
  const { node: id, label, version, network: name, boot, startedAt, secure } = state.self;
  const peers = [...state.peers.values()].sort(bySince);
  const alive = peers.filter(({ phase }) => phase === 'alive').sort(byOpened);
  return {
    node: {
      id, label, addresses: state.listening, version, network: name, boot,
      startedAt: iso(startedAt), uptimeMs: Math.max(0, now - startedAt),
      secure, http: http ?? null, lifecycle: state.lifecycle,
    },
    incoming: alive.filter(({ direction }) => direction === 'in').map(edge),
    outgoing: alive.filter(({ direction }) => direction === 'out').map(edge),
    attempting: peers.filter(isAttempt).map((peer) => attempt(peer, state.addresses)),
    idle: idle(state),
    banned: [...state.bans.values()]
      .filter(({ until }) => until > now)
      .sort((a, b) => a.until - b.until || compare(a.subject, b.subject))
      .map(({ subject, until, reason }) => ({ subject, until: iso(until), reason })),
    network: networkFigures(state, now),
    closed: counts(state.closed),
    refused: counts(state.refused),
    process,
  };
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `out-9` before `out-10`. */
const byPeer = (a: PeerState, b: PeerState): number => a.peer.length - b.peer.length || compare(a.peer, b.peer);
const bySince = (a: PeerState, b: PeerState): number => a.since - b.since || byPeer(a, b);
const byOpened = (a: PeerState, b: PeerState): number =>
  (a.openedAt ?? a.since) - (b.openedAt ?? b.since) || byPeer(a, b);

/** On its way to be an edge of ours; who only comes in is nobody's attempt. */
const isAttempt = ({ direction, phase }: PeerState): boolean =>
  direction === 'out' && phase !== 'alive' && phase !== 'closing' && phase !== 'closed';

const attempt = ({ peer, address, since, phase }: PeerState, addresses: Table<AddressState>): Attempt => ({
  peer,
  address,
  attempt: (addresses.get(endpointOf(address))?.attempts ?? 0) + 1,
  since: iso(since),
  phase,
});

/** The addresses that nobody is connected to or is trying, the next one to be tried first. */
const idle = (state: State): readonly Idle[] => {
  const used = endpointsInUse(state);
  return [...state.addresses.values()]
    .filter(({ endpoint, self }) => self !== true && !used.has(endpoint))
    .map((known) => ({ known, at: Math.max(known.nextAttemptAt, known.learntAt) })) // before it was known, nobody could
    .sort((a, b) => a.at - b.at || compare(a.known.endpoint, b.known.endpoint))
    .map(({ known: { endpoint, node, attempts, lastError }, at }) => ({
      address: endpoint,
      ...(node === undefined ? {} : { id: node }),
      attempts,
      nextAttemptAt: iso(at),
      ...(lastError === undefined ? {} : { lastError }),
    }));
};

const counts = (table: Table<number>): Readonly<Record<string, number>> =>
  Object.fromEntries([...table].sort(([a], [b]) => compare(a, b)));

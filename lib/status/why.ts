// Why a connection, a node or an address is where it is: the chain of causes behind the last thing that happened to it.
import type { PeerId } from '../event.ts';
import type { Entry } from '../journal.ts';
import type { RingJournal } from '../journals/ringJournal.ts';
import { printable } from '../printable.ts';
import type { PeerState, State } from '../state.ts';
import { isAbout, isLearning, isRoutine, peerIn, type Subject } from './about.ts';
import { findSubject, WhyError } from './findSubject.ts';
import { summary } from './summary.ts';

/** A chain through one burst has at most 64 links, and a connection has two or three bursts. */
export const CHAIN_MAX = 128;

export interface Why {
  readonly subject: string;
  /** Newest first: each is there because of the next one. */
  readonly chain: readonly Entry[];
  /** The answer in a sentence or two. */
  readonly summary: string;
}

/** What is asked: what is remembered, what is believed, and when. */
export interface Known {
  readonly journal: Pick<RingJournal, 'all' | 'get'>;
  readonly state: State;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const byPresence = (a: PeerState, b: PeerState): number =>
  Number(b.phase === 'alive') - Number(a.phase === 'alive') || b.since - a.since;

/** The subject's connection that matters most: one that is alive, or else the latest. */
const presentPeer = (state: State, subject: Subject): PeerState | undefined =>
  [...subject.peers].flatMap((peer) => state.peers.get(peer) ?? []).sort(byPresence)[0];

const last = (entries: readonly Entry[], isIt: (entry: Entry) => boolean): Entry | undefined => entries.findLast(isIt);

const opening = (entries: readonly Entry[], peer: PeerId): Entry | undefined =>
  last(entries, (entry) => entry.kind === 'event' && entry.event.type === 'peer-opened' && entry.event.peer === peer);

/** The last thing that matters: of a living connection, how it came to be; else the last that was done or refused. */
const head = (entries: readonly Entry[], subject: Subject, peer: PeerState | undefined): Entry | undefined => {
  if (peer?.phase === 'alive') {
    const opened = opening(entries, peer.peer);
    if (opened !== undefined) return opened;
  }
  if (peer !== undefined) {
    const latest = last(entries, (entry) => !isRoutine(entry) && peerIn(entry) === peer.peer);
    if (latest !== undefined) return latest;
  }
  return (
    last(entries, (entry) => !isRoutine(entry) && isAbout(entry, subject)) ??
    last(entries, (entry) => isLearning(entry, subject))
  );
};

/** A connection that breaks was last asked for addresses; that is not why it broke, so the chain goes by its life. */
const causeOf = (entry: Entry, entries: readonly Entry[], { journal }: Known): Entry | undefined => {
  const cause = entry.cause === undefined ? undefined : journal.get(entry.cause);
  const peer = peerIn(entry);
  if (cause?.kind !== 'command' || !isRoutine(cause) || peer === undefined || peerIn(cause) !== peer) return cause;
  return last(entries, (one) => one.id < entry.id && !isRoutine(one) && peerIn(one) === peer) ?? cause;
};

const chainFrom = (first: Entry | undefined, entries: readonly Entry[], known: Known): readonly Entry[] => {
  const chain: Entry[] = [];
  for (let entry = first; entry !== undefined && chain.length < CHAIN_MAX; entry = causeOf(entry, entries, known)) {
    chain.push(entry);
  }
  return chain;
};

const isKnown = ({ state }: Known, subject: Subject): boolean =>
  [...subject.endpoints].some((endpoint) => state.addresses.has(endpoint) || state.bans.has(endpoint)) ||
  [subject.text, subject.node, subject.host].some((name) => name !== undefined && state.bans.has(name));

/**
 * Explains a subject: a peer id, a node id or its first 8 characters, an address, an endpoint or a host.
 *
 * @throws WhyError when nothing is known of it.
 * @example why('out-3', { journal: net.journal, state: net.state, now: Date.now() }).summary
 */
export const why = (subject: string, known: Known): Why => {
  const entries = known.journal.all();
  const found = findSubject(subject, entries, known.state);
  const peer = presentPeer(known.state, found);
  const chain = chainFrom(head(entries, found, peer), entries, known);
  if (chain.length === 0 && peer === undefined && !isKnown(known, found)) {
    const since = entries[0] === undefined ? '' : ` in the ${entries.length} entries that are remembered`;
    throw new WhyError(`nothing is known of ${printable(subject)}${since}`);
  }
  return { subject, chain, summary: summary({ ...known, subject: found, peer, chain, entries }) };
};

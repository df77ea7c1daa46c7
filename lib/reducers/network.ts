// Keeps the map of the network: takes in what was heard, says what this node has to say of itself, and tells when all
// agree, when they no longer do, and when the network comes apart.
import { announce, close, type Command } from '../command.ts';
import type { Event, EventOf, NetworkNews } from '../event.ts';
import { itemOf } from '../exchange/itemText.ts';
import { listeningAt } from '../listeningAt.ts';
import type { Survey, Verdict } from '../network/survey.ts';
import type { Item } from '../network/learn.ts';
import { ownSigned } from '../network/ownSeq.ts';
import { RecordError } from '../network/recordError.ts';
import {
  agreed, withFruitlessSearch, withItems, withLink, withoutLink, withReports, withSpare, withSweep,
} from '../networkChange.ts';
import type { NetworkState, OwnRecord } from '../networkState.ts';
import type { NodeId } from '../nodeId.ts';
import { ISSUE_PACE, issueDue, ownChecked } from '../ownRecord.ts';
import { paid } from '../pace.ts';
import { go, type Reducer, type Transition } from '../reducer.ts';
import type { State } from '../state.ts';
import type { Table } from '../table.ts';

/** From this node's own effects, or from a recording that somebody has changed: what cannot be read is left out. */
const readable = (text: string): readonly Item[] => {
  try {
    return [itemOf(text)];
  } catch (error) {
    if (error instanceof RecordError) return [];
    throw error;
  }
};

const onIssued = (state: State, record: string, now: number): NetworkState => {
  const [item] = readable(record);
  if (item?.type !== 'record') return state.network;
  const network = withItems(state, [item], { now });
  const { seqMin, ...own } = network.own;
  const isEnough = seqMin === undefined || item.record.header.seq >= seqMin;
  const issued: OwnRecord = {
    ...own,
    ...(isEnough ? {} : { seqMin }),
    ...ownSigned(own, item.record.header),
    record: item.record,
    isBeing: false,
    issuedAt: now,
    paidUntil: paid(own.paidUntil, now, ISSUE_PACE),
  };
  return { ...network, own: issued };
};

const THERE: ReadonlySet<Verdict> = new Set<Verdict>(['up', 'suspect']);

interface Claimed {
  readonly tally: State['tally'];
  readonly peersByNode: State['peersByNode'];
  readonly nodes: ReadonlySet<NodeId>;
}

/** By what the map says. The tally changes with every connection that opens or closes, and with nothing else. */
const claimedBy = new WeakMap<Survey, Claimed>();

/** Whose edge to us is in the map without being there: the same as at the tick before, almost always. */
const claimedIn = (state: State): ReadonlySet<NodeId> => {
  const { tally, peersByNode, network: { survey } } = state;
  const known = claimedBy.get(survey);
  if (known?.tally === tally && known.peersByNode === peersByNode) return known.nodes;
  const nodes = claimedNow(state);
  claimedBy.set(survey, { tally, peersByNode, nodes });
  return nodes;
};

const claimedNow = (state: State): ReadonlySet<NodeId> => {
  const { survey } = state.network;
  const isHere = (node: NodeId): boolean =>
    (state.peersByNode.get(node) ?? []).some((id) => {
      const peer = state.peers.get(id);
      return peer?.direction === 'in' && peer.phase === 'alive';
    });
  const claimed = new Set<NodeId>();
  for (const tail of survey.tails) {
    if (THERE.has(survey.verdictOf(tail) ?? 'lost') && !isHere(tail)) claimed.add(tail);
  }
  return claimed;
};

/** The same, and since when. */
const claimsIn = (state: State, now: number): Table<number> => {
  const { network } = state;
  if (network.survey.viewer === undefined) return network.claims;
  const claimed = claimedIn(state);
  if (claimed.size === 0 && network.claims.size === 0) return network.claims;
  const kept = [...network.claims.keys()].reduce((all, id) => (claimed.has(id) ? all : all.delete(id)), network.claims);
  return [...claimed].reduce((all, id) => (all.has(id) ? all : all.set(id, now)), kept);
};

const onTick = (state: State, now: number): NetworkState => {
  const network = withSweep(state, now);
  if (network.agreement.proven) network.survey.rest();
  const claims = claimsIn({ ...state, network }, now);
  const told = claims === network.claims ? network : { ...network, claims };
  return told.parting.partition === undefined ? told : agreed({ ...state, network: told }, told, now);
};

const reduced = (state: State, event: Event, now: number): NetworkState => {
  switch (event.type) {
    case 'record-issued':
      return onIssued(state, event.record, now);
    case 'attestation-issued':
      return withItems(state, readable(event.attestation), { now });
    case 'items-heard':
      return withItems(state, event.items.flatMap(readable), { origin: event.peer, now });
    case 'links-reported':
      return withReports(state, event.reports, now);
    case 'link-reconciled':
      return event.fetched + event.given === 0 && event.how === undefined
        ? withFruitlessSearch(state, event.peer, now)
        : state.network;
    case 'supply-chosen':
      return withSpare(state, event.peer, event.supply === 'adverts');
    case 'peer-opened':
      return withLink(state, event.peer, event.node, now);
    case 'peer-closed':
      return withoutLink(state, event.peer, now);
    case 'ticked':
      return event.timer === 'heartbeat' ? onTick(state, now) : state.network;
    default:
      return state.network;
  }
};

/** What has become of the network by an event. */
const newsIn = (before: NetworkState, after: NetworkState, now: number): readonly NetworkNews[] => {
  const news: NetworkNews[] = [];
  const { agreement, parting, survey } = after;
  if (agreement.proven && !(before.agreement.proven && before.digest === after.digest)) {
    news.push({ type: 'agreement-proven', digest: after.digest, nodes: survey.up });
  } else if (before.agreement.proven && !agreement.proven) {
    news.push({ type: 'agreement-lost', digest: before.digest });
  }
  const [was, is] = [before.parting.partition, parting.partition];
  if (was === undefined && is !== undefined) news.push({ type: 'network-parted', side: is.side, missing: is.missing });
  if (was !== undefined && is === undefined) news.push({ type: 'network-healed', afterMs: now - was.since });
  return news;
};

/** A bug of another implementation brings one or two; whoever goes on is up to something. */
export const REFUSED_MAX = 8;

const onRefused = ({ peer, count, error }: EventOf<'items-refused'>): Command =>
  close(peer, 'misbehaved', { detail: `${count} items refused, limit ${REFUSED_MAX}, the last: ${error}` });

/** What can change what this node has to say of itself, or when it may. */
const OWN: ReadonlySet<Event['type']> = new Set<Event['type']>([
  'listening-started', 'peer-opened', 'peer-closing', 'peer-closed', 'record-issued', 'items-heard',
  'attestation-issued', 'stop-requested', 'ticked',
]);

/** Whoever goes on would fight the other process for ever. */
const duplicated = ({ self: { node } }: State, { jumps }: OwnRecord): Command =>
  announce({ type: 'identity-duplicated', node, times: jumps.length });

/** What the lifecycle, whose turn is after this one's, is about to say: the first record names its address already. */
const aboutToBe = (state: State, event: Event): State =>
  event.type === 'stop-requested' ? { ...state, lifecycle: 'stopping' } :
  event.type === 'listening-started' ? listeningAt(state, event) : state;

const withOwn = (state: State, event: Event, now: number): Transition<State> => {
  if (!OWN.has(event.type) || (event.type === 'ticked' && event.timer !== 'heartbeat')) return go(state);
  const own = ownChecked(state, now);
  const checked = own === state.network.own ? state : { ...state, network: { ...state.network, own } };
  if (own.isDuplicate && !state.network.own.isDuplicate) return go(checked, duplicated(state, own));
  const due = issueDue(aboutToBe(checked, event), now, event.type === 'ticked');
  if (due === undefined) return go(checked);
  return go({ ...checked, network: { ...checked.network, own: { ...checked.network.own, isBeing: true } } }, due);
};

export const network: Reducer<State> = (state: State, event: Event, now: number) => {
  const next = reduced(state, event, now);
  const news: readonly Command[] = newsIn(state.network, next, now).map(announce);
  const after = withOwn(next === state.network ? state : { ...state, network: next }, event, now);
  if (event.type === 'items-refused' && event.count >= REFUSED_MAX) return go(after.state, onRefused(event));
  return news.length === 0 ? after : go(after.state, ...after.commands, ...news);
};

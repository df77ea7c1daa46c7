// What a node has to say of itself, and when: its addresses, the edges that it has dialled, and whom it denies.
import { endpointOf, hostOf, type Endpoint } from './address.ts';
import type { Command } from './command.ts';
import { ADDRESSES_MAX, DENIED_MAX, OUT_MAX } from './network/body.ts';
import { newest } from './network/entry.ts';
import { nextSeq } from './network/header.ts';
import { edgeIdOf, type EdgeId } from './network/ids.ts';
import { endpointBytes } from './network/ip.ts';
import { entryOf } from './network/networkMap.ts';
import { ownHeard } from './network/ownSeq.ts';
import type { OwnRecord } from './networkState.ts';
import type { NodeId } from './nodeId.ts';
import { isWildcard } from './ranges.ts';
import type { State } from './state.ts';

/** Edges that come and go together are one change; and who has just been doubted answers at once all the same. */
export const ISSUE_MS_MIN = 1_000;
/** Others hold back what comes more often than six at once and one in 5 s: with four in 20 s, nothing is held. */
export const ISSUES_MAX = 4;
export const ISSUES_WITHIN_MS = 20_000;
/** A record lives 90 minutes: two refreshes may be lost. */
export const REFRESH_MS = 30 * 60_000;
/** An edge to us that is claimed and not there is denied after that: by then its tail has said so itself, if honest. */
export const DENY_AFTER_MS = 15_000;

export interface OwnSaid {
  readonly label: string;
  readonly addresses: readonly Endpoint[];
  readonly out: readonly EdgeId[];
  readonly denied: readonly EdgeId[];
  readonly leaving: boolean;
}

/** IP literals at which others can reach it: a name or a wildcard is none. */
const isTold = (endpoint: Endpoint): boolean => {
  if (isWildcard(hostOf(endpoint))) return false;
  try {
    return endpointBytes(endpoint).length > 0;
  } catch {
    return false;
  }
};

const headsOf = (state: State): readonly NodeId[] => {
  const heads = new Set<NodeId>();
  for (const { direction, phase, node } of state.peers.values()) {
    if (direction === 'out' && phase === 'alive' && node !== undefined) heads.add(node);
  }
  return [...heads];
};

const sorted = (ids: readonly EdgeId[]): readonly EdgeId[] => [...ids].sort();

export const ownSaid = (state: State, now: number): OwnSaid => {
  const leaving = state.lifecycle !== 'running';
  const denied = [...state.network.claims]
    .filter(([, since]) => now - since >= DENY_AFTER_MS)
    .map(([id]) => edgeIdOf(id));
  return {
    label: state.self.label,
    addresses: state.reachable.map(endpointOf).filter(isTold).slice(0, ADDRESSES_MAX),
    out: leaving ? [] : sorted(headsOf(state).map(edgeIdOf)).slice(0, OUT_MAX),
    denied: sorted(denied).slice(0, DENIED_MAX),
    leaving,
  };
};

const same = (one: readonly string[], two: readonly string[]): boolean => sorted(one).join() === sorted(two).join();

/** Whether the last record says so. */
const isSaid = ({ record }: OwnRecord, said: OwnSaid): boolean =>
  record?.body.leaving === said.leaving && record.body.addresses.join() === said.addresses.join() &&
  same(record.body.out, said.out) && same(record.body.denied, said.denied);

/** Whether the others would hold back one more; the first is free, and so is the last. */
const isTooSoon = ({ issuedAt, seqMin }: OwnRecord, { leaving }: OwnSaid, now: number): boolean => {
  if (leaving) return false;
  const recent = issuedAt.filter((at) => at > now - ISSUES_WITHIN_MS);
  const last = recent.at(-1);
  if (recent.length >= ISSUES_MAX) return true;
  return seqMin === undefined && last !== undefined && now - last < ISSUE_MS_MIN;
};

/** The command to say something new, if there is something to say and it is time; undefined: not now. */
export const issueDue = (state: State, now: number): Command | undefined => {
  const { own } = state.network;
  if (own.isBeing || own.isDuplicate || state.lifecycle === 'stopped') return undefined;
  const said = ownSaid(state, now);
  const isStale = own.issuedAt.length > 0 && now - (own.issuedAt.at(-1) ?? now) >= REFRESH_MS;
  if (isSaid(own, said) && own.seqMin === undefined && !isStale) return undefined;
  if (said.leaving && own.record === undefined) return undefined; // nobody has heard of it yet
  if (isTooSoon(own, said, now)) return undefined;
  // the number after the last is reserved for the last word, which cannot wait for a disk
  const next = said.leaving ? (own.seq ?? 0) + 1 : nextSeq(own.seq, now);
  return { type: 'issue-record', seq: Math.max(next, own.seqMin ?? 0), ...said };
};

/** After the map has changed: whether somebody holds a later record of us than our last, or doubts us. */
export const ownChecked = (state: State, now: number): OwnRecord => {
  const { own, map } = state.network;
  const entry = entryOf(map, state.self.node);
  if (entry === undefined || own.isDuplicate) return own;
  const { record: { header }, attestations } = newest(entry);
  if (own.seqMin !== undefined && own.seqMin > header.seq) return own; // it is on its way
  const heard = ownHeard(own, header, now);
  if (heard.duplicate) return { ...own, jumps: heard.own.jumps, isDuplicate: true };
  if (heard.reissue !== undefined) return { ...own, jumps: heard.own.jumps, seqMin: heard.reissue };
  return attestations.length > 0 ? { ...own, seqMin: header.seq + 1 } : own;
};

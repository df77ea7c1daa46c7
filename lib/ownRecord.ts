// What a node has to say of itself, and when: its addresses, the edges that it has dialled, and whom it denies.
import { endpointOf, hostOf, type Address, type Endpoint } from './address.ts';
import type { Command } from './command.ts';
import type { Phase } from './event.ts';
import { ADDRESSES_MAX, DENIED_MAX, OUT_MAX } from './network/body.ts';
import { newest } from './network/entry.ts';
import { nextSeq } from './network/header.ts';
import { edgeIdOf, type EdgeId } from './network/ids.ts';
import { endpointBytes } from './network/ip.ts';
import { entryOf } from './network/networkMap.ts';
import { ownHeard } from './network/ownSeq.ts';
import type { OwnRecord } from './networkState.ts';
import type { NodeId } from './nodeId.ts';
import { spare, type Pace } from './pace.ts';
import { isWildcard } from './ranges.ts';
import type { State } from './state.ts';

/** Edges that come and go together are one change; and who has just been doubted answers at once all the same. */
export const ISSUE_MS_MIN = 1_000;
/** Others hold back what comes more often than six at once and one in 5 s: with five at once, nothing is held. */
export const ISSUE_PACE: Pace = { everyMs: 5_000, burst: 5 };
/** Whoever is doubted has one more, which is all that the others let pass. */
const REFUTE_PACE: Pace = { everyMs: 5_000, burst: 6 };
/** The fewer are left, the more changes one of them must do for: with so many left a second is enough. */
const SPARE_ENOUGH = 3;
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
const isLiteral = (endpoint: Endpoint): boolean => {
  if (isWildcard(hostOf(endpoint))) return false;
  try {
    return endpointBytes(endpoint).length > 0;
  } catch {
    return false;
  }
};

const told = new WeakMap<readonly Address[], readonly Endpoint[]>();

/** Of all its addresses those that it tells of: looked for once for each list, which is as it was almost always. */
const toldOf = (reachable: readonly Address[]): readonly Endpoint[] => {
  const known = told.get(reachable);
  if (known !== undefined) return known;
  const found = reachable.map(endpointOf).filter(isLiteral).slice(0, ADDRESSES_MAX);
  told.set(reachable, found);
  return found;
};

const headsOf = (state: State): readonly NodeId[] => {
  const heads = new Set<NodeId>();
  for (const { direction, phase, node } of state.peers.values()) {
    if (direction === 'out' && phase === 'alive' && node !== undefined) heads.add(node);
  }
  return [...heads];
};

const sorted = (ids: readonly EdgeId[]): readonly EdgeId[] => [...ids].sort();

const NOBODY: readonly EdgeId[] = [];

const deniedOf = ({ network: { claims } }: State, now: number): readonly EdgeId[] =>
  claims.size === 0 ? NOBODY
    : [...claims].filter(([, since]) => now - since >= DENY_AFTER_MS).map(([id]) => edgeIdOf(id));

export const ownSaid = (state: State, now: number): OwnSaid => {
  const leaving = state.lifecycle !== 'running';
  const denied = deniedOf(state, now);
  return {
    label: state.self.label,
    addresses: toldOf(state.reachable),
    out: leaving ? [] : sorted(headsOf(state).map(edgeIdOf)).slice(0, OUT_MAX),
    denied: denied.length === 0 ? denied : sorted(denied).slice(0, DENIED_MAX),
    leaving,
  };
};

const inOrder = (one: readonly string[], two: readonly string[]): boolean =>
  one.length === two.length && one.every((name, at) => name === two[at]);

/** Records are written in order, so that they need not be sorted to be found the same. */
const same = (one: readonly string[], two: readonly string[]): boolean =>
  inOrder(one, two) || (one.length === two.length && inOrder(sorted(one), sorted(two)));

/** Whether the last record says so. */
const isSaid = ({ record }: OwnRecord, said: OwnSaid): boolean =>
  record?.body.leaving === said.leaving && inOrder(record.body.addresses, said.addresses) &&
  same(record.body.out, said.out) && same(record.body.denied, said.denied);

/** Whether the others would hold back one more, or will have to; the first is free, and so is the last. */
const isTooSoon = ({ issuedAt, paidUntil, seqMin }: OwnRecord, { leaving }: OwnSaid, now: number): boolean => {
  if (leaving || issuedAt === undefined) return false;
  if (seqMin !== undefined) return spare(paidUntil, now, REFUTE_PACE) < 1;
  const left = spare(paidUntil, now, ISSUE_PACE);
  return left < 1 || now - issuedAt < ISSUE_MS_MIN * Math.max(1, SPARE_ENOUGH + 1 - left);
};

/** On their way to be edges, and past what takes long: what is said now would be old in a moment. */
const OPENING: ReadonlySet<Phase> = new Set<Phase>(['securing', 'greeting', 'greeted']);

/** A feeler closes its edge as soon as it is open: told at once, each would be two records at every node. */
const EDGE_MS_MIN = 100;

const isGrowing = ({ peers }: State, now: number): boolean => {
  for (const { direction, phase, openedAt = -Infinity } of peers.values()) {
    if (direction !== 'out') continue;
    if (OPENING.has(phase) || (phase === 'alive' && now - openedAt < EDGE_MS_MIN)) return true;
  }
  return false;
};

/**
 * Nobody has heard of it yet; or it has said that it leaves, with the one number that is reserved for that. Whoever doubts
 * it then is right.
 */
const isLastWord = ({ record }: OwnRecord): boolean => record === undefined || record.body.leaving;

/**
 * The command to say something new, if there is something to say and it is time; undefined: not now.
 *
 * @param isLast of this second: edges that are about to open, and such as may close again, are waited for no longer
 */
export const issueDue = (state: State, now: number, isLast: boolean): Command | undefined => {
  const { own } = state.network;
  if (own.isBeing || own.isDuplicate || state.lifecycle === 'stopped') return undefined;
  const said = ownSaid(state, now);
  const isStale = own.issuedAt !== undefined && now - own.issuedAt >= REFRESH_MS;
  if (isSaid(own, said) && own.seqMin === undefined && !isStale) return undefined;
  if (said.leaving && isLastWord(own)) return undefined;
  if (isTooSoon(own, said, now)) return undefined;
  if (!isLast && !said.leaving && own.seqMin === undefined && isGrowing(state, now)) return undefined;
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

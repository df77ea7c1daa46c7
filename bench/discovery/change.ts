// One change of the map, from the moment its record is issued until all know that all know it.
import { itemOf } from '../../lib/exchange/itemText.ts';
import { seqOf } from '../../lib/network/entry.ts';
import { entryOf } from '../../lib/network/networkMap.ts';
import type { NodeId } from '../../lib/nodeId.ts';
import type { Step } from '../../lib/step.ts';
import type { Resident } from './resident.ts';
import type { Town } from './town.ts';

export interface Change {
  /** From the record's issue until the last of all nodes has it; milliseconds, Infinity where it did not get there. */
  readonly spreadMs: number;
  /** Until all at once can prove that all have it; milliseconds. */
  readonly provenMs: number | undefined;
  /** Edges that it went over to whoever is farthest, on the way it took. */
  readonly hops: number;
  /** How often the record was sent, for each node that had to hear it. */
  readonly copies: number;
  /** Bytes of a copy. */
  readonly recordBytes: number;
  /** Sent by each node until it had spread, and until it was proven, what is sent anyhow included. */
  readonly spreadBytes: number;
  readonly provenBytes: number;
  /** Records and doubts of others meanwhile: with any, the proof is of another change. */
  readonly others: number;
}

/** The last bytes of a header are its signature: no two records share them. */
const SIGNATURE_BYTES = 64;
const SPREAD_MS_MAX = 20_000;
const PROVEN_MS_MAX = 40_000;

const seqAt = ({ network }: Resident, id: NodeId): number => {
  const entry = network && entryOf(network.map, id);
  return entry === undefined ? 0 : seqOf(entry);
};

/** By the connections over which each heard of it. */
const hopsFrom = (town: Town, origin: Resident): number => {
  const byId = new Map(town.residents.map((one) => [one.id, one]));
  const known = new Map<Resident, number>([[origin, 0]]);
  const hopsTo = (one: Resident, depth = 0): number => {
    const found = known.get(one);
    if (found !== undefined || depth > town.residents.length) return found ?? 0;
    const peer = one.network?.origins.get(origin.id);
    const node = peer === undefined ? undefined : one.network?.links.get(peer)?.node;
    const from = node === undefined ? undefined : byId.get(node);
    const hops = from === undefined ? 0 : 1 + hopsTo(from, depth + 1);
    known.set(one, hops);
    return hops;
  };
  return Math.max(...town.honest.map((one) => hopsTo(one)));
};

/** What is under way of one change. */
class Following {
  readonly #town: Town;
  readonly #origin: Resident;
  readonly #left: Set<Resident>;
  readonly #unproven: Set<Resident>;
  #seq = Infinity;
  issuedAt: number | undefined;
  #bytesAt = 0;
  recordBytes = 0;
  spreadMs: number | undefined;
  spreadBytes = 0;
  provenMs: number | undefined;
  provenBytes = 0;
  others = 0;

  constructor(town: Town, origin: Resident) {
    this.#town = town;
    this.#origin = origin;
    this.#left = new Set(town.honest);
    this.#unproven = new Set(town.honest);
  }

  readonly watch = (one: Resident, { event }: Step): void => {
    if (event.type === 'record-issued' && one === this.#origin && this.issuedAt === undefined) {
      this.#issued(event.record);
    } else if (event.type === 'record-issued' || event.type === 'attestation-issued') {
      if (this.issuedAt !== undefined && this.provenMs === undefined) this.others += 1;
    }
    if (this.issuedAt === undefined || !one.isHonest) return;
    if (this.#left.size > 0 && this.#left.has(one) && seqAt(one, this.#origin.id) >= this.#seq) this.#hasIt(one);
    if (this.provenMs === undefined) this.#knows(one);
  };

  get sinceMs(): number {
    return this.#town.now - (this.issuedAt ?? 0);
  }

  #issued(record: string): void {
    const item = itemOf(record);
    if (item.type !== 'record') return;
    const { header } = item.record;
    this.#seq = header.seq;
    this.issuedAt = this.#town.now;
    this.#bytesAt = this.#town.bytes();
    this.recordBytes = Math.round(record.length * 0.75);
    const wanted = Buffer.from(header.bytes.subarray(header.bytes.length - SIGNATURE_BYTES));
    for (const { traffic } of this.#town.residents) Object.assign(traffic, { wanted, found: 0 });
  }

  #hasIt(one: Resident): void {
    this.#left.delete(one);
    if (this.#left.size > 0) return;
    this.spreadMs = this.sinceMs;
    this.spreadBytes = this.#sinceIssue();
  }

  #knows(one: Resident): void {
    if (one.agreement?.proven === true && seqAt(one, this.#origin.id) >= this.#seq) this.#unproven.delete(one);
    else this.#unproven.add(one);
    if (this.#unproven.size > 0 || this.#left.size > 0) return;
    const digests = new Set(this.#town.honest.map(({ network }) => network?.digest));
    if (digests.size > 1) return;
    this.provenMs = this.sinceMs;
    this.provenBytes = this.#sinceIssue();
  }

  #sinceIssue(): number {
    return (this.#town.bytes() - this.#bytesAt) / this.#town.running.length;
  }
}

/**
 * @param begin makes a node issue a record: an edge that comes or goes, say
 * @param idleMs how long it is waited afterwards, so that late copies are counted
 * @returns `undefined` when no record was issued
 */
export const follow = (town: Town, origin: Resident, begin: () => void, idleMs = 1_000): Change | undefined => {
  const following = new Following(town, origin);
  town.watches.add(following.watch);
  begin();
  const spread = town.until(() => following.spreadMs !== undefined, SPREAD_MS_MAX);
  const hops = spread === undefined ? 0 : hopsFrom(town, origin);
  if (spread !== undefined) town.until(() => following.provenMs !== undefined, PROVEN_MS_MAX);
  town.advance(idleMs);
  town.watches.delete(following.watch);
  const copies = town.residents.reduce((sum, { traffic }) => sum + traffic.found, 0) / (town.running.length - 1);
  for (const { traffic } of town.residents) traffic.wanted = undefined;
  const { issuedAt, spreadMs = Infinity, provenMs, spreadBytes, provenBytes, recordBytes, others } = following;
  if (issuedAt === undefined) return undefined;
  return { spreadMs, provenMs, hops, copies, recordBytes, spreadBytes, provenBytes, others };
};

/** An edge that a person asks for: the record of its tail is issued anew when it is there. */
const dial = (one: Resident, other: Resident) => (): void =>
  one.net?.order({ type: 'dial', address: `${other.id}@${other.endpoint}` });

const drop = (one: Resident, other: Resident) => (): void => one.net?.order({ type: 'drop', subject: other.id });

const isConnected = (one: Resident, other: Resident): boolean =>
  one === other || (one.net?.state.peersByNode.get(other.id) ?? []).length > 0;

/** Changes one after the other: an edge that comes and, with the next one, the same edge that goes. */
export const changes = (town: Town, count: number, pauseMs: number): readonly Change[] => {
  const random = town.chanceOf('changes');
  const drawn = (): Resident => {
    const one = town.honest[Math.floor(random() * town.honest.length)];
    if (one === undefined) throw new Error('nobody is there to change anything');
    return one;
  };
  const found: Change[] = [];
  let last: readonly [Resident, Resident] | undefined;
  for (let at = 0; at < count; at++) {
    let [one, other] = last ?? [drawn(), drawn()];
    for (let tries = 0; last === undefined && tries < town.residents.length && isConnected(one, other); tries++) {
      [one, other] = [drawn(), drawn()];
    }
    const change = follow(town, one, last === undefined ? dial(one, other) : drop(one, other));
    last = last === undefined ? [one, other] : undefined;
    if (change !== undefined) found.push(change);
    town.advance(pauseMs);
  }
  return found;
};

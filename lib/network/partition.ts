// Whether the network has come apart: a good part of the map that all agreed on is gone within half a minute.
import type { NodeId } from '../nodeId.ts';
import { Table } from '../table.ts';
import type { Agreement } from './agreement.ts';
import { verdictOf, withVerdict, type Survey } from './survey.ts';

/** Beyond one in five: fewer nodes may fail together for reasons of their own. */
export const PARTITION_SHARE = 0.2;
/** One node that fails is no partition, however few the others are. */
export const PARTITION_NODES_MIN = 2;
export const PARTITION_WINDOW_MS = 30_000;
/** As long as the addresses of lost nodes are dialled; then whoever is there is the network. */
export const PARTITION_MS_MAX = 86_400_000;

export interface Proven {
  readonly digest: string;
  readonly at: number;
  /** Who was up. */
  readonly nodes: readonly NodeId[];
}

export interface Partition {
  readonly since: number;
  /** The map that all had agreed on before. */
  readonly before: Proven;
  /** Who is on this side, by count. Advisory: nobody stops because of it. */
  readonly side: 'majority' | 'minority' | 'even';
  /** Whether this side has more, or as many and the least id among them: true on one side at most. */
  readonly keeps: boolean;
  /** Who was there and is down or lost. */
  readonly missing: readonly NodeId[];
}

export interface PartitionWatch {
  readonly lastProven?: Proven;
  /** When those of the last proven map were first seen to be down or lost. */
  readonly goneAt: Table<number>;
  readonly partition?: Partition;
}

export const NO_PARTITION: PartitionWatch = { goneAt: Table.empty() };

/** Down or lost. Who has left, or whose record has expired, is no longer of the network. */
const isGone = (survey: Survey, id: NodeId): boolean => ['down', 'lost'].includes(verdictOf(survey, id) ?? 'expired');

/** Nobody is gone almost always: then there is nothing to go through. */
const goneOf = ({ goneAt, lastProven }: PartitionWatch, survey: Survey, now: number): Table<number> => {
  if (lastProven === undefined) return goneAt;
  const gone = new Set(withVerdict(survey, 'down', 'lost'));
  const left = [...goneAt.keys()].reduce((table, id) => (gone.has(id) ? table : table.delete(id)), goneAt);
  if (gone.size === 0) return left;
  return lastProven.nodes.reduce((table, id) => (!gone.has(id) || table.has(id) ? table : table.set(id, now)), left);
};

const apart = (before: Proven, survey: Survey, since: number): Partition => {
  const missing = before.nodes.filter((id) => isGone(survey, id));
  const here = new Set(withVerdict(survey, 'up', 'suspect'));
  const ours = before.nodes.filter((id) => here.has(id));
  const side = ours.length > missing.length ? 'majority' : ours.length < missing.length ? 'minority' : 'even';
  const least = before.nodes.reduce((low, id) => (id < low ? id : low), before.nodes[0] ?? '');
  return { since, before, side, keeps: side === 'majority' || (side === 'even' && here.has(least)), missing };
};

/**
 * Goes on with what is known about a partition. It is over when no more than one in five of those who were there before
 * are missing, or after a day. What was proven before stays while it lasts, however well each side agrees with itself.
 *
 * @param now milliseconds since 1970
 */
export const watchPartition = (
  watch: PartitionWatch, { survey, agreement, now }: { survey: Survey; agreement: Agreement; now: number },
): PartitionWatch => {
  const goneAt = goneOf(watch, survey, now);
  const { lastProven, partition } = watch;
  if (partition !== undefined) {
    const still = apart(partition.before, survey, partition.since);
    const over = still.missing.length <= PARTITION_SHARE * still.before.nodes.length ||
      now - partition.since >= PARTITION_MS_MAX;
    if (over) return proven({ goneAt }, survey, agreement, now);
    return lastProven === undefined ? { goneAt, partition: still } : { lastProven, goneAt, partition: still };
  }
  if (lastProven !== undefined) {
    const fresh = freshOf(goneAt, now);
    if (fresh >= PARTITION_NODES_MIN && fresh > PARTITION_SHARE * lastProven.nodes.length) {
      return { lastProven, goneAt, partition: apart(lastProven, survey, now) };
    }
  }
  return proven(goneAt === watch.goneAt ? watch : { ...watch, goneAt }, survey, agreement, now);
};

/** How many went within the window. */
const freshOf = (goneAt: Table<number>, now: number): number =>
  goneAt.size === 0 ? 0 : [...goneAt.values()].filter((at) => at > now - PARTITION_WINDOW_MS).length;

/**
 * With the proven map, where there is one. While nodes are going, the last one stays: those that are left may agree in
 * between, and a partition that is found out node by node is one all the same.
 */
const proven = (
  watch: Omit<PartitionWatch, 'partition'>, survey: Survey, { proven: is, digest }: Agreement, now: number,
): PartitionWatch => {
  if (!is || watch.lastProven?.digest === digest || freshOf(watch.goneAt, now) > 0) return watch;
  return { lastProven: { digest, at: now, nodes: withVerdict(survey, 'up') }, goneAt: Table.empty() };
};

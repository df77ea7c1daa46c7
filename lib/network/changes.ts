// The last changes of a map, with a cursor into them: who has followed is told what is new, and nothing else.
import type { NodeId } from '../nodeId.ts';
import { Table } from '../table.ts';

/** Whoever is further behind than that compares tries, which is no dearer by then. */
export const CHANGES_MAX = 4_096;
/** A cursor is six bytes. */
export const CURSOR_MAX = 2 ** 48;

export interface Changes {
  /** Of the next change. */
  readonly cursor: number;
  /** Of the oldest change that is kept. */
  readonly oldest: number;
  /** By the cursor's place in the ring. */
  readonly ring: Table<NodeId>;
}

/**
 * @param start of a process: the time in milliseconds. A process makes less than a change per millisecond, so whoever
 * comes with a cursor of an earlier process is found to be behind, and cannot miss what happened in between.
 */
export const noChanges = (start: number): Changes => ({ cursor: start, oldest: start, ring: Table.empty() });

const slotOf = (cursor: number): string => String(cursor % CHANGES_MAX);

/** With changes of these nodes' entries: `learn(...).changed`. */
export const withChanges = (changes: Changes, ids: readonly NodeId[]): Changes =>
  ids.reduce(({ cursor, oldest, ring }, id) => ({
    cursor: cursor + 1,
    oldest: Math.max(oldest, cursor + 1 - CHANGES_MAX),
    ring: ring.set(slotOf(cursor), id),
  }), changes);

/**
 * The nodes whose entries have changed since a cursor was current, each once, the latest last.
 *
 * @returns `gap` when that is too long ago, or the cursor is not of this process
 */
export const changesSince = ({ cursor, oldest, ring }: Changes, since: number): readonly NodeId[] | 'gap' => {
  if (since < oldest || since > cursor) return 'gap';
  const ids = new Set<NodeId>();
  for (let at = since; at < cursor; at++) {
    const id = ring.get(slotOf(at)) ?? '';
    ids.delete(id);
    ids.add(id);
  }
  return [...ids];
};

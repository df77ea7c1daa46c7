// The last changes of a map, with a cursor into them: who has followed is told what is new, and nothing else.
import type { NodeId } from '../nodeId.ts';
import { Table } from '../table.ts';

/** Whoever is further behind than that compares tries, which is no dearer by then. */
export const CHANGES_MAX = 4_096;
/** A cursor is six bytes. */
export const CURSOR_MAX = 2 ** 48;
/** So many in so long, one a second, and copies cost more than what saves them: then it is busy. */
const BUSY_CHANGES = 10;
const BUSY_MS = 10_000;

/**
 * `record`: all that the map holds of a node is news. `header`: the body of its record was known, and is said again.
 * `refuted`: the same, and doubts are void by it. `doubt`: only what others say of it.
 */
export type News = 'record' | 'header' | 'refuted' | 'doubt';

export interface Change {
  readonly id: NodeId;
  readonly news: News;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whether the map had moved so often by then that its news were to be spread sparingly. */
  readonly isBusy: boolean;
}

export interface Changes {
  /** Of the next change. */
  readonly cursor: number;
  /** Of the oldest change that is kept. */
  readonly oldest: number;
  /** By the cursor's place in the ring. */
  readonly ring: Table<Change>;
}

/**
 * @param start of a process: the time in milliseconds. A process makes less than a change per millisecond, so whoever
 * comes with a cursor of an earlier process is found to be behind, and cannot miss what happened in between.
 */
export const noChanges = (start: number): Changes => ({ cursor: start, oldest: start, ring: Table.empty() });

const slotOf = (cursor: number): string => String(cursor % CHANGES_MAX);

/** Whether the map moves so often now that copies are to be spared: a function of the journal, the same for all. */
export const isBusy = ({ cursor, oldest, ring }: Changes, now: number): boolean => {
  const before = cursor - BUSY_CHANGES;
  return before >= oldest && (ring.get(slotOf(before))?.at ?? -Infinity) > now - BUSY_MS;
};

/** With changes of these nodes' entries. */
export const withChanges = (
  changes: Changes, news: Iterable<readonly [NodeId, News]>, now: number,
): Changes => {
  let { cursor, oldest, ring } = changes;
  for (const [id, what] of news) {
    const change = { id, news: what, at: now, isBusy: isBusy({ cursor, oldest, ring }, now) };
    ring = ring.set(slotOf(cursor), change);
    cursor += 1;
    oldest = Math.max(oldest, cursor - CHANGES_MAX);
  }
  return { cursor, oldest, ring };
};

/**
 * What has changed since a cursor was current, the latest last.
 *
 * @returns `gap` when that is too long ago, or the cursor is not of this process
 */
export const changesAfter = ({ cursor, oldest, ring }: Changes, since: number): readonly Change[] | 'gap' => {
  if (since < oldest || since > cursor) return 'gap';
  const all: Change[] = [];
  for (let at = since; at < cursor; at++) {
    const change = ring.get(slotOf(at));
    if (change !== undefined) all.push(change);
  }
  return all;
};

/** The nodes whose entries have changed since a cursor was current, each once, the latest last; or `gap`. */
export const changesSince = (changes: Changes, since: number): readonly NodeId[] | 'gap' => {
  const all = changesAfter(changes, since);
  if (all === 'gap') return 'gap';
  const ids = new Set<NodeId>();
  for (const { id } of all) {
    ids.delete(id);
    ids.add(id);
  }
  return [...ids];
};

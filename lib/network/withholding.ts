// Neighbours that hold another map and will not say in what it differs: they are left out of the count, by name.
import type { NodeId } from '../nodeId.ts';
import { Table } from '../table.ts';

/** Beats in a row with another digest, although nothing was found to differ. Keyed by neighbours: as many as links. */
export type Withholding = Table<number>;

export const NOT_WITHHOLDING: Withholding = Table.empty();

/** By then a difference has had three chances to be found; news that are on their way take less. */
export const WITHHELD_BEATS = 3;

/**
 * @param outcome of the beat: `same` digest; `differs`, and how was found or is being looked for; `withheld`: the trie
 * shows no difference, or the question was refused
 */
export const beatHeard = (state: Withholding, id: NodeId, outcome: 'same' | 'differs' | 'withheld'): Withholding =>
  outcome === 'withheld'
    ? state.update(id, (beats = 0) => Math.min(beats + 1, WITHHELD_BEATS))
    : state.delete(id);

/** Without a neighbour that is none any more. */
export const linkClosed = (state: Withholding, id: NodeId): Withholding => state.delete(id);

/** The neighbours to leave out, sorted. */
export const withheldBy = (state: Withholding): readonly NodeId[] =>
  (state.size === 0 ? NONE : [...state].filter(([, beats]) => beats >= WITHHELD_BEATS).map(([id]) => id).sort());

const NONE: readonly NodeId[] = [];

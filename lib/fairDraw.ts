// Drawing from two kinds of addresses by turns, so that neither keeps the other waiting for long.
import { groupOf } from './group.ts';
import { overGroups, type Grouped, type OverGroups } from './overGroups.ts';

export interface FairDraw<T> {
  /** These before all others. */
  readonly first: readonly T[];
  /** Half of what is left to draw from these, and half from the others. */
  readonly one: readonly T[];
  readonly other: readonly T[];
}

const nameOf = ({ endpoint }: Grouped): string => groupOf(endpoint) ?? endpoint;

/**
 * As `overGroups`, with two lists that take turns: whose an odd one is a coin says, as Bitcoin Core throws one between the
 * tables of its address book. What one of them has no more of comes from the other.
 *
 * @param random the next number in [0, 1)
 * @example fairDraw({ first: known, one: lapsed, other: told }, { count: 4, perGroup: 1, taken: () => 0 }, random)
 */
export const fairDraw = <T extends Grouped>(
  { first, one, other }: FairDraw<T>, wanted: OverGroups, random: () => number,
): readonly T[] => {
  if (one.length === 0 || other.length === 0) return overGroups([first, one, other], wanted, random);
  const chosen: T[] = [];
  const more = (count: number, ...lists: readonly (readonly T[])[]): void => {
    const groups = chosen.map(nameOf);
    const taken = (endpoint: string): number =>
      wanted.taken(endpoint) + groups.filter((name) => name === nameOf({ endpoint })).length;
    const left = lists.map((list) => list.filter((address) => !chosen.includes(address)));
    chosen.push(...overGroups(left, { ...wanted, count, taken }, random));
  };
  more(wanted.count, first);
  const left = wanted.count - chosen.length;
  const half = Math.floor(left / 2) + (left % 2 === 1 && random() < 0.5 ? 1 : 0);
  more(half, one);
  more(wanted.count - chosen.length, other, one);
  return chosen;
};

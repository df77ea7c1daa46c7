// Choosing addresses so that what counts is how many groups somebody owns addresses in, and not how many addresses.
import type { Endpoint } from './address.ts';
import { groupOf } from './group.ts';

export interface OverGroups {
  /** How many to choose. */
  readonly count: number;
  /** How many of one group there may be, those that are connected among them. */
  readonly perGroup: number;
  /** How many of the group of an endpoint are connected. */
  readonly taken: (endpoint: Endpoint) => number;
}

export interface Grouped {
  readonly endpoint: Endpoint;
}

/** By group; addresses that are in none are each one of their own: private ones, and names. */
export type Groups<T> = ReadonlyMap<string, readonly T[]>;

export const grouped = <T extends Grouped>(found: readonly T[]): Groups<T> => {
  const groups = new Map<string, T[]>();
  for (const one of found) {
    const name = groupOf(one.endpoint) ?? one.endpoint;
    const members = groups.get(name);
    if (members === undefined) groups.set(name, [one]);
    else members.push(one);
  }
  return groups;
};

/** Takes an item out of a list, in no time: the last one takes its place. */
const drawn = <T>(from: T[], random: () => number): T | undefined => {
  const at = Math.floor(random() * from.length);
  const [chosen, last] = [from[at], from.pop()];
  if (at < from.length && last !== undefined) from[at] = last;
  return chosen;
};

/** As `overGroups`, for whoever draws more than once from the same. */
export const fromGroups = <T extends Grouped>(
  lists: readonly Groups<T>[], { count, perGroup, taken }: OverGroups, random: () => number,
): readonly T[] => {
  const chosen: T[] = [];
  const more = new Map<string, number>();
  for (const list of lists) {
    const groups = chosen.length >= count ? [] : [...list].map(([name, left]) => ({ name, left }));
    while (chosen.length < count) {
      const group = drawn(groups, random);
      if (group === undefined) break;
      const { name } = group;
      const left = [...group.left];
      const one = drawn(left, random);
      if (one === undefined || taken(one.endpoint) + (more.get(name) ?? 0) >= perGroup) continue;
      chosen.push(one);
      more.set(name, (more.get(name) ?? 0) + 1);
      if (left.length > 0) groups.push({ name, left });
    }
  }
  return chosen;
};

/**
 * Each time a group by chance, all alike, and in it an address by chance: whoever has ten thousand addresses in one
 * group is drawn as often as who has one. What comes first is used up before the next is looked at.
 *
 * Heilman et al., "Eclipse Attacks on Bitcoin's Peer-to-Peer Network", USENIX Security 2015, with the groups of its
 * buckets drawn directly.
 *
 * @param found lists, the best first
 * @param random the next number in [0, 1)
 * @example overGroups([known, others], { count: 4, perGroup: 1, taken: () => 0 }, random)
 */
export const overGroups = <T extends Grouped>(
  found: readonly (readonly T[])[], wanted: OverGroups, random: () => number,
): readonly T[] => fromGroups(found.map(grouped), wanted, random);

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

interface Grouped {
  readonly endpoint: Endpoint;
}

/** Addresses that are in no group are each one of their own: private ones, and names. */
const nameOf = ({ endpoint }: Grouped): string => groupOf(endpoint) ?? endpoint;

const inGroups = <T extends Grouped>(found: readonly T[]): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const one of found) {
    const name = nameOf(one);
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
  found: readonly (readonly T[])[], { count, perGroup, taken }: OverGroups, random: () => number,
): readonly T[] => {
  const chosen: T[] = [];
  const more = new Map<string, number>();
  const hasRoom = (one: T): boolean => taken(one.endpoint) + (more.get(nameOf(one)) ?? 0) < perGroup;
  for (const list of found) {
    const groups = chosen.length >= count ? [] : [...inGroups(list).values()];
    while (chosen.length < count) {
      const members = drawn(groups, random);
      if (members === undefined) break;
      const one = drawn(members, random);
      if (one === undefined || !hasRoom(one)) continue;
      chosen.push(one);
      more.set(nameOf(one), (more.get(nameOf(one)) ?? 0) + 1);
      if (members.length > 0) groups.push(members);
    }
  }
  return chosen;
};

// How many edges lie between one node and the others.

export const UNREACHED = -1;

/**
 * A breadth-first search.
 *
 * @param enters whether a node may be gone to; the first one is not asked
 * @returns the distance of each node; -1 of those that are not reached
 */
export const distances = (
  neighbours: readonly (readonly number[])[],
  from: number,
  enters: (node: number) => boolean,
): Int32Array => {
  const found = new Int32Array(neighbours.length).fill(UNREACHED);
  const queue = [from];
  found[from] = 0;
  for (const node of queue) { // which grows as it is walked
    const next = (found[node] ?? 0) + 1;
    for (const neighbour of neighbours[node] ?? []) {
      if (found[neighbour] !== UNREACHED || !enters(neighbour)) continue;
      found[neighbour] = next;
      queue.push(neighbour);
    }
  }
  return found;
};

// The parts of a graph: who can be reached from whom, whichever way the edges point.

/** @returns lists of node numbers, each in order */
export const parts = (
  count: number, edges: readonly { readonly tail: number; readonly head: number }[],
): readonly (readonly number[])[] => {
  const leader = Int32Array.from({ length: count }, (_, node) => node);
  const find = (node: number): number => {
    let at = node;
    while (leader[at] !== at) {
      leader[at] = leader[leader[at] ?? 0] ?? 0; // halves the path, so that it stays short
      at = leader[at] ?? 0;
    }
    return at;
  };
  for (const { tail, head } of edges) {
    const [one, other] = [find(tail), find(head)];
    leader[Math.max(one, other)] = Math.min(one, other);
  }
  const found = new Map<number, number[]>();
  for (let node = 0; node < count; node++) {
    const to = find(node);
    const part = found.get(to);
    if (part === undefined) found.set(to, [node]);
    else part.push(node);
  }
  return [...found.values()];
};

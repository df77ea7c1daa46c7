// Runs that differ by their seeds only: one row of a table.

interface Sized {
  readonly nodes: number;
  readonly loss: number;
}

export interface Group<T> extends Sized {
  readonly runs: readonly T[];
}

/** In the order in which they come. */
export const bySize = <T extends Sized>(runs: readonly T[]): readonly Group<T>[] => {
  const groups = new Map<string, T[]>();
  for (const run of runs) {
    const key = `${run.nodes} ${run.loss}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].flatMap((all) => {
    const [first] = all;
    return first === undefined ? [] : [{ nodes: first.nodes, loss: first.loss, runs: all }];
  });
};

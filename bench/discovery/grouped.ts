// Runs that differ by their seeds only: one row of a table.

/** In the order in which they come. @param keyOf the same for runs of one row */
export const grouped = <T>(runs: readonly T[], keyOf: (run: T) => string): readonly (readonly [T, ...T[]])[] => {
  const groups = new Map<string, [T, ...T[]]>();
  for (const run of runs) {
    const group = groups.get(keyOf(run));
    if (group === undefined) groups.set(keyOf(run), [run]);
    else group.push(run);
  }
  return [...groups.values()];
};

interface Sized {
  readonly nodes: number;
  readonly loss: number;
}

export interface Group<T> extends Sized {
  readonly runs: readonly T[];
}

export const bySize = <T extends Sized>(runs: readonly T[]): readonly Group<T>[] =>
  grouped(runs, ({ nodes, loss }) => `${nodes} ${loss}`)
    .map((group) => ({ nodes: group[0].nodes, loss: group[0].loss, runs: group }));

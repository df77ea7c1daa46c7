// Some of many, by chance.

/** So many of them, each at most once. */
export const drawn = <T>(all: readonly T[], count: number, random: () => number): readonly T[] => {
  const left = [...all];
  return Array.from({ length: Math.min(count, all.length) }, () => left.splice(Math.floor(random() * left.length), 1))
    .flat();
};

// What a noisy machine leaves of its figures: medians, and ratios of what was measured side by side.

export const median = (numbers) => {
  const sorted = numbers.filter((number) => number === number).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** The median of the ratios within each round: what slows a whole round down slows both. */
export const medianRatio = (ours, theirs) => median(ours.map((one, round) => one / theirs[round]));

// Numbers out of samples, and how they stand in a table.

/** The value below which so much of the samples lies; the nearest one that was measured. NaN of none. */
export const quantile = (samples: readonly number[], share: number): number => {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? NaN;
};

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

export const mean = (samples: readonly number[]): number =>
  samples.reduce((sum, sample) => sum + sample, 0) / samples.length;

export const rounded = (value: number, digits = 0): string =>
  Number.isNaN(value) ? '–' : value === Infinity ? 'never' : value.toFixed(digits);

export const percent = (share: number, digits = 0): string => `${rounded(share * 100, digits)} %`;

/** A figure beside its goal. */
export interface Judged {
  readonly text: string;
  readonly missed: boolean;
}

/** @param goal the most it may be; `undefined`: the design names none */
export const atMost = (value: number, goal: number | undefined, show: (value: number) => string): Judged => {
  if (goal === undefined || Number.isNaN(value)) return { text: show(value), missed: false };
  const missed = value > goal;
  return { text: `${show(value)} (goal ≤ ${show(goal)}${missed ? ', **missed**' : ''})`, missed };
};

/** @param goal the least it may be */
export const atLeast = (value: number, goal: number | undefined, show: (value: number) => string): Judged => {
  if (goal === undefined || Number.isNaN(value)) return { text: show(value), missed: false };
  const missed = value < goal;
  return { text: `${show(value)} (goal ≥ ${show(goal)}${missed ? ', **missed**' : ''})`, missed };
};

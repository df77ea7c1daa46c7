// The slope of a line through samples, and how sure it is: ordinary least squares.

/** When, in milliseconds, and how much. */
export type Sample = readonly [at: number, value: number];

export interface Slope {
  readonly perHour: number;
  /** The 95 % confidence interval, if what is left over is independent from sample to sample. */
  readonly low: number;
  readonly high: number;
  readonly samples: number;
}

const HOUR_MS = 3_600_000;
/** Of the normal distribution, 97.5 %. */
const Z = 1.959964;

/** Student's t for that many degrees of freedom, by the expansion of Cornish and Fisher 1960: within 1 % from 5 on. */
const quantile = (freedom: number): number =>
  Z + (Z ** 3 + Z) / (4 * freedom) + (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / (96 * freedom ** 2);

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

/** @returns `undefined` for fewer than three samples, which say nothing on how sure it is */
export const slopeOf = (samples: readonly Sample[]): Slope | undefined => {
  const freedom = samples.length - 2;
  if (freedom < 1) return undefined;
  const hours = samples.map(([at]) => at / HOUR_MS);
  const values = samples.map(([, value]) => value);
  const [middle, level] = [mean(hours), mean(values)];
  const spread = hours.reduce((sum, hour) => sum + (hour - middle) ** 2, 0);
  const perHour = hours.reduce((sum, hour, at) => sum + (hour - middle) * ((values[at] ?? 0) - level), 0) / spread;
  const left = hours.reduce((sum, hour, at) =>
    sum + ((values[at] ?? 0) - level - perHour * (hour - middle)) ** 2, 0);
  const half = quantile(freedom) * Math.sqrt(left / freedom / spread);
  return { perHour, low: perHour - half, high: perHour + half, samples: samples.length };
};

/** The medians of stretches of so long: what follows within seconds of each other is not independent. */
export const medians = (samples: readonly Sample[], stretchMs: number): readonly Sample[] => {
  const stretches = new Map<number, Sample[]>();
  for (const sample of samples) {
    const stretch = Math.floor(sample[0] / stretchMs);
    stretches.set(stretch, [...(stretches.get(stretch) ?? []), sample]);
  }
  return [...stretches].map(([stretch, those]): Sample => {
    const values = those.map(([, value]) => value).sort((a, b) => a - b);
    return [(stretch + 0.5) * stretchMs, values[values.length >> 1] ?? 0];
  });
};

export type Verdict = 'flat' | 'grows' | 'open';

/** `open`: it has not run for long enough to tell. @param most how much an hour is as good as nothing */
export const verdictOf = ({ low, high }: Slope, most: number): Verdict =>
  low > most ? 'grows' : high <= most ? 'flat' : 'open';

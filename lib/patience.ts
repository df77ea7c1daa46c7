// How long a connection may be silent before that means something: longer where what comes is often late.
//
// The estimator of RFC 6298, section 2, over the times between signs of life. It does for a stream of them what a
// detector by accrual does: Hayashibara et al., "The phi accrual failure detector", SRDS 2004.

/** The weights of a new gap in the mean, and in the deviation from it. */
const MEAN_GAIN = 1 / 8;
const DEVIATION_GAIN = 1 / 4;
/** So many deviations later than usual is no accident any more. */
const DEVIATIONS = 4;

/** The bounds of what is borne, in milliseconds. What comes within the least is on time. */
export interface Bounds {
  readonly silentMs: number;
  readonly mostMs: number;
}

/** Of one connection: when it was last heard, and how long it takes until it is heard again when that is late. */
export interface Pulse {
  readonly heardAt: number;
  readonly meanMs: number;
  readonly deviationMs: number;
}

/** @param isHeldUp what came since is late because of us, and says nothing of the other */
export const heardAgain = (
  pulse: Pulse | undefined, heardAt: number, { silentMs, isHeldUp }: Pick<Bounds, 'silentMs'> & { isHeldUp: boolean },
): Pulse => {
  if (pulse === undefined) return { heardAt, meanMs: silentMs, deviationMs: 0 };
  if (pulse.heardAt === heardAt) return pulse;
  if (isHeldUp) return { ...pulse, heardAt };
  // a busy time and then a quiet one are no deviation
  const gapMs = Math.max(silentMs, heardAt - pulse.heardAt);
  const { meanMs, deviationMs } = pulse;
  return {
    heardAt,
    meanMs: meanMs + MEAN_GAIN * (gapMs - meanMs),
    deviationMs: deviationMs + DEVIATION_GAIN * (Math.abs(gapMs - meanMs) - deviationMs),
  };
};

/** @example patienceMs(undefined, { silentMs: 5_000, mostMs: 10_000 }) // 5_000: nothing is known of it yet */
export const patienceMs = (pulse: Pulse | undefined, { silentMs, mostMs }: Bounds): number =>
  pulse === undefined ? silentMs : Math.min(mostMs, Math.max(silentMs, pulse.meanMs + DEVIATIONS * pulse.deviationMs));

// How long a connection may be silent before that means something: longer where what comes is seldom on time.
//
// The estimator of RFC 6298, section 2, over the times between signs of life. It does for a stream of them what a
// detector by accrual does: Hayashibara et al., "The phi accrual failure detector", SRDS 2004.

/** The weights of a new gap in the mean, and in the deviation from it. */
const MEAN_GAIN = 1 / 8;
const DEVIATION_GAIN = 1 / 4;
/** So many deviations later than usual is no accident any more. */
const DEVIATIONS = 4;

/** Of one connection: when it was last heard, and how long it usually takes until it is heard again. */
export interface Pulse {
  readonly heardAt: number;
  readonly meanMs?: number;
  readonly deviationMs?: number;
}

/** The bounds of what is borne, in milliseconds. */
export interface Bounds {
  readonly silentMs: number;
  readonly mostMs: number;
}

/** @param isHeldUp what came since is late because of us, and says nothing of the other */
export const heardAgain = (pulse: Pulse | undefined, heardAt: number, isHeldUp: boolean): Pulse => {
  if (pulse === undefined) return { heardAt };
  if (pulse.heardAt === heardAt) return pulse;
  if (isHeldUp) return { ...pulse, heardAt };
  const gapMs = heardAt - pulse.heardAt;
  const { meanMs, deviationMs } = pulse;
  // the first gap begins with a handshake, when everything comes at once: no deviation is made of it
  if (meanMs === undefined || deviationMs === undefined) return { heardAt, meanMs: gapMs, deviationMs: 0 };
  return {
    heardAt,
    meanMs: meanMs + MEAN_GAIN * (gapMs - meanMs),
    deviationMs: deviationMs + DEVIATION_GAIN * (Math.abs(gapMs - meanMs) - deviationMs),
  };
};

/** @example patienceMs(undefined, { silentMs: 5_000, mostMs: 10_000 }) // 5_000: nothing is known of it yet */
export const patienceMs = (pulse: Pulse | undefined, { silentMs, mostMs }: Bounds): number => {
  const { meanMs, deviationMs } = pulse ?? {};
  if (meanMs === undefined || deviationMs === undefined) return silentMs;
  return Math.min(mostMs, Math.max(silentMs, meanMs + DEVIATIONS * deviationMs));
};

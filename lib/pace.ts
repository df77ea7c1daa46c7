// A token bucket in one number, the moment up to which what has passed is paid for: GCRA, ITU-T I.371, appendix I.

export interface Pace {
  /** In the long run one in so many milliseconds. */
  readonly everyMs: number;
  /** At once, after a rest. */
  readonly burst: number;
}

/** How many may pass now. @param paidUntil undefined: nothing has passed yet */
export const spare = (paidUntil: number | undefined, now: number, { everyMs, burst }: Pace): number =>
  Math.min(burst, Math.floor(burst - Math.max(0, (paidUntil ?? now) - now) / everyMs));

/** After one more has passed. */
export const paid = (paidUntil: number | undefined, now: number, { everyMs }: Pace): number =>
  Math.max(paidUntil ?? now, now) + everyMs;

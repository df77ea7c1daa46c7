// Times as reports and files show them: ISO 8601 in UTC.

/** The last moment whose year has four digits: a ban for ever ends then, and every date has one shape. */
const ISO_MS_MAX = Date.UTC(9_999, 11, 31, 23, 59, 59, 999);

/**
 * @param ms milliseconds since 1970; what is beyond the years 1970 to 9999, or no number, becomes the nearest of them.
 * @example iso(0) // '1970-01-01T00:00:00.000Z'
 */
export const iso = (ms: number): string => new Date(Math.min(Math.max(ms || 0, 0), ISO_MS_MAX)).toISOString();

const SHAPE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

/** The time that `iso` wrote, in milliseconds since 1970; `undefined` when it is not one, or out of its years. */
export const readIso = (value: unknown): number | undefined => {
  const ms = typeof value === 'string' && SHAPE.test(value) ? Date.parse(value) : Number.NaN;
  return ms >= 0 && ms <= ISO_MS_MAX ? ms : undefined; // 24:00 on the last day is in another year
};

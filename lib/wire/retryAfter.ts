// A remote's hint when to come back: advice, believed within a day.
import { RETRY_AFTER_MS_MAX } from './sessionLimits.ts';

/** @returns the hint as a property to spread, or nothing when it makes no sense */
export const retryAfter = (hint: unknown): { readonly retryAfterMs?: number } =>
  typeof hint === 'number' && hint >= 0 ? { retryAfterMs: Math.min(Math.round(hint), RETRY_AFTER_MS_MAX) } : {};

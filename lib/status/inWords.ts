// Durations and moments as a person reads them: to two figures of what matters, not to the millisecond.
import { iso } from '../iso.ts';


const UNITS = [['d', 86_400_000], ['h', 3_600_000], ['min', 60_000], ['s', 1_000]] as const;
const SECOND_MS = 1_000;
/** Under ten seconds a tenth is worth saying. */
const TENTHS_MS_MAX = 10_000;

/**
 * @param ms milliseconds
 * @example span(1_234) // '1.2 s'
 * @example span(5_400_000) // '1 h 30 min'
 */
export const span = (ms: number): string => {
  if (ms < SECOND_MS) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < TENTHS_MS_MAX) return `${(Math.floor(ms / 100) / 10).toString()} s`;
  const first = UNITS.findIndex(([, unitMs]) => ms >= unitMs);
  const [unit, unitMs] = UNITS[first] ?? UNITS[3];
  const [below, belowMs] = UNITS[first + 1] ?? ['', Infinity];
  const rest = Math.floor((ms % unitMs) / belowMs);
  return `${Math.floor(ms / unitMs)} ${unit}${rest === 0 ? '' : ` ${rest} ${below}`}`;
};

/** @example counted(1, 'edge') // '1 edge' */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** The time of day in UTC, `12:03:04.512`. @param at milliseconds since 1970 */
export const clock = (at: number): string => iso(at).slice(11, 23);

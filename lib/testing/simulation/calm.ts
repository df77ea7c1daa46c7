// When nothing goes wrong, so that everything must go right.
import type { Fault, FaultKind } from './fault.ts';

/** These make everything slower, or are nothing that anybody suffers from. */
const GENTLE: ReadonlySet<FaultKind> = new Set<FaultKind>(['chunks', 'window', 'crossing']);

/** Whether somebody suffers from it. */
export const isHarmful = (kind: FaultKind): boolean => !GENTLE.has(kind);

/** What an operator bans is banned for so long; everything else is over when the plan says so. */
const OPERATOR_MS = 21_000;

/** Nodes begin within a second, and find each other within a few. */
const BEGUN_MS = 5_000;

/**
 * @param now milliseconds after the start
 * @returns when the last fault had ended, or the nodes had begun; `undefined` while one goes on
 */
export const calmSince = (faults: readonly Fault[], now: number): number | undefined => {
  let since = BEGUN_MS;
  for (const { kind, at, forMs } of faults) {
    if (!isHarmful(kind) || at > now) continue;
    const end = at + Math.max(forMs, kind === 'operator' ? OPERATOR_MS : 0);
    if (end >= now) return undefined;
    since = Math.max(since, end);
  }
  return since > now ? undefined : since;
};

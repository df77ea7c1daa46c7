// Time and chance for a simulation: a clock that is moved by hand, and numbers that follow from a seed.
import type { Env } from '../env.ts';
import { sfc32 } from '../sfc32.ts';
import { EPOCH_MS, VirtualScheduler } from './virtualScheduler.ts';

export interface VirtualEnv extends Env {
  readonly scheduler: VirtualScheduler;
  readonly seed: number;
}

/**
 * An environment of its own: nothing in it happens by itself.
 *
 * @param options `seed`: what chance follows from, 1 unless told; `startsAt`: milliseconds since 1970
 * @example
 * const env = virtualEnv({ seed: 7 });
 * node({ id, transport, env }).step$.subscribe(({ event }) => console.log(event.type));
 * env.scheduler.advanceBy(60_000);
 */
export const virtualEnv = (
  { seed = 1, startsAt = EPOCH_MS }: { readonly seed?: number; readonly startsAt?: number } = {},
): VirtualEnv => {
  const scheduler = new VirtualScheduler(startsAt);
  return { scheduler, random: sfc32(seed), soon: (work) => scheduler.soon(work), seed };
};

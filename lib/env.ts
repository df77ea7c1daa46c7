// Time and chance, the two inputs that a node does not get from its peers. The only file of the core that names the
// real ones: a simulation hands in its own, and everything else runs unchanged.
import { randomFillSync } from 'node:crypto';
import { asyncScheduler, type SchedulerLike } from 'rxjs';
import { steadyClock } from './steadyClock.ts';

export interface Env {
  /** Every timer runs on it, and `now()` is its clock: milliseconds since 1970, never less than before. */
  readonly scheduler: SchedulerLike;
  /** The next number in [0, 1). Seeded in a simulation. */
  readonly random: () => number;
  /** Runs `work` after what is under way and before any timer: once per tick, to write many frames at once. */
  readonly soon: (work: () => void) => void;
  /** Runs `work` once all that has come by now has been read. Where it is absent, a timer of no time has to do. */
  readonly nextTurn?: (work: () => void) => void;
}

/** Chance is drawn in blocks, since one call to the system for each number costs 50 times as much. */
const BLOCK = new Uint32Array(1_024);
let drawn = BLOCK.length;

/** The system's generator, not `Math.random`: nonces and boot ids are made from it as well as jitter. */
const random = (): number => {
  if (drawn === BLOCK.length) {
    randomFillSync(BLOCK);
    drawn = 0;
  }
  return (BLOCK[drawn++] ?? 0) / 2 ** 32;
};

/** RxJS's own timers, with a clock that is not set back: it shows the time of day, and durations are taken from it. */
const scheduler: SchedulerLike = {
  now: steadyClock(Date.now, () => performance.now()),
  schedule: asyncScheduler.schedule.bind(asyncScheduler),
};

/** The real world. */
export const realEnv: Env = {
  scheduler,
  random,
  soon: (work) => process.nextTick(work),
  nextTurn: (work) => void setImmediate(work),
};

// The monitors' clocks: idle, status, discovery, heartbeat. What to do on a tick is for the policies.
import { map, timer, type SchedulerLike } from 'rxjs';
import type { Timer } from '../event.ts';
import type { Source } from '../source.ts';

/**
 * A tick at once, and one every so often.
 *
 * @param everyMs in milliseconds
 * @example ticks('idle', 1_000, env.scheduler)
 */
export const ticks = (name: Timer, everyMs: number, scheduler: SchedulerLike): Source =>
  timer(0, everyMs, scheduler).pipe(map(() => ({ type: 'ticked', timer: name })));

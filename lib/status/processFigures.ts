// What the process costs and how busy it is, for the status report.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Env } from '../env.ts';
import type { ProcessFigures } from './statusReport.ts';

/** Often enough that a turn of 20 ms is seen; each look costs a few microseconds. */
const RESOLUTION_MS = 10;
/** What was slow an hour ago says nothing about now: after this long the measuring begins anew. */
const WINDOW_MS = 60_000;
const NS_PER_MS = 1e6;

export interface ProcessMonitor {
  /** The figures of the last minute or two. */
  readonly read: () => ProcessFigures;
  /** Ends the measuring. */
  readonly stop: () => void;
}

/**
 * Starts measuring.
 *
 * @example const figures = processFigures(realEnv); try { await show(figures.read()); } finally { figures.stop(); }
 */
export const processFigures = ({ scheduler }: Pick<Env, 'scheduler'>): ProcessMonitor => {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let [windowSince, beforeMs] = [scheduler.now(), 0];
  return {
    read: () => {
      // what is measured is the time between two looks, so an idle loop shows the resolution
      const currentMs = Math.max(0, delay.percentile(99) / NS_PER_MS - RESOLUTION_MS);
      const eventLoopDelayMsP99 = Math.max(currentMs, beforeMs);
      if (scheduler.now() - windowSince >= WINDOW_MS) {
        delay.reset();
        [windowSince, beforeMs] = [scheduler.now(), currentMs];
      }
      return { rssBytes: process.memoryUsage.rss(), eventLoopDelayMsP99: Math.round(eventLoopDelayMsP99 * 10) / 10 };
    },
    stop: () => void delay.disable(),
  };
};

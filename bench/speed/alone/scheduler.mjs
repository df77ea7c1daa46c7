// In a process of its own: how many events a virtual clock gets through while so many wait.
import { VirtualTimeScheduler } from 'rxjs';
import { VirtualScheduler } from '../../../dist/testing/index.js';

const [, , shape, pending, ms] = process.argv;

/** Each action schedules itself again, at a distance that is not the same for any two. */
const keepBusy = (scheduler, count) => {
  let done = 0;
  for (let at = 0; at < count; at++) {
    const every = 900 + ((at * 7_919) % 200);
    scheduler.schedule(function again() {
      done++;
      this.schedule(undefined, every);
    }, (at * 1_000) / count);
  }
  return () => done;
};

const heap = (count) => {
  const scheduler = new VirtualScheduler();
  return { done: keepBusy(scheduler, count), advance: () => scheduler.advanceBy(10) };
};

const rxjs = (count) => {
  const scheduler = new VirtualTimeScheduler(undefined, 0);
  return {
    done: keepBusy(scheduler, count),
    advance: () => {
      scheduler.maxFrames = scheduler.frame + 10;
      scheduler.flush();
    },
  };
};

const { done, advance } = { heap, rxjs }[shape](Number(pending));
const before = process.cpuUsage();
for (const began = performance.now(); performance.now() - began < Number(ms);) advance();
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify((done() * 1e6) / (user + system)));
process.exit(0);

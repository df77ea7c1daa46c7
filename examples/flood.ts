// A policy of one's own: closes whoever says too much. Run it in a node: millrace start --policy examples/flood.ts
import { asyncScheduler, groupBy, map, mergeMap, pipe, skip, take, timer, type SchedulerLike } from 'rxjs';
import { close, on, type Env, type Policies, type Policy } from 'millrace';

/** Closes a peer that is heard more than `max` times within a second of the first. */
export const flood = (max: number, scheduler: SchedulerLike = asyncScheduler): Policy =>
  pipe(
    on('peer-heard'),
    groupBy(({ event }) => event.peer, { duration: () => timer(1_000, scheduler) }),
    mergeMap((second$) => second$.pipe(skip(max), take(1))),
    map(({ event }) => close(event.peer, 'flooded')),
  );

export const policies = ({ scheduler }: Env): Policies => ({ flood: flood(100, scheduler) });

// Keeps the loops that were found, for as long as they are broken.
import { endpointOf } from '../address.ts';
import type { Event, EventOf } from '../event.ts';
import { go, stay, type Reducer } from '../reducer.ts';
import type { BrokenLoop, State } from '../state.ts';
import type { Table } from '../table.ts';

/** Remotes tell us the addresses that loops are about, so there is a bound; the one that ends first gives way. */
export const LOOPS_MAX = 1_024;

const soonest = (loops: Table<BrokenLoop>): BrokenLoop | undefined => {
  let first: BrokenLoop | undefined;
  for (const loop of loops.values()) if (first === undefined || loop.until < first.until) first = loop;
  return first;
};

const onFound = (state: State, { address, until, loop }: EventOf<'loop-found'>): State => {
  const endpoint = endpointOf(address);
  const first = state.loops.size < LOOPS_MAX || state.loops.has(endpoint) ? undefined : soonest(state.loops);
  const others = first === undefined ? state.loops : state.loops.delete(first.endpoint);
  return { ...state, loops: others.set(endpoint, { endpoint, until, loop }) };
};

const unexpired = (loops: Table<BrokenLoop>, now: number): Table<BrokenLoop> =>
  [...loops.values()].reduce((left, { endpoint, until }) => (until <= now ? left.delete(endpoint) : left), loops);

export const loops: Reducer<State> = (state: State, event: Event, now: number) => {
  switch (event.type) {
    case 'loop-found':
      return go(onFound(state, event));
    case 'ticked':
      return event.timer === 'status' ? go({ ...state, loops: unexpired(state.loops, now) }) : stay(state);
    default:
      return stay(state);
  }
};

// Whom a node dials, and how often: I12, and the part of I20 that one node can see, which is that nothing goes round in
// circles.
import { endpointOf, hostOf, idOf, type Endpoint } from '../../../address.ts';
import type { Inputs } from '../../../because.ts';
import { causesOf } from '../../../causes.ts';
import type { Event, EventOf } from '../../../event.ts';
import { alive, type State } from '../../../state.ts';
import type { Step } from '../../../step.ts';
import type { Rule } from './rule.ts';

/** Who looks for a node whatever was said about waiting: a person, and the policy that finds a parted network again. */
const INSISTENT: ReadonlySet<string> = new Set(['operator', 'healLost']);

const isInsistent = (step: Step): boolean =>
  causesOf(step).some((entry) => entry.kind === 'command' && entry.command.type === 'dial' && INSISTENT.has(entry.by));

const wrong = ({ event, state, now }: Step<EventOf<'dial-started'>>): false | Inputs => {
  const { address } = event;
  const known = state.addresses.get(endpointOf(address));
  const node = idOf(address) ?? known?.node;
  if (node === state.self.node || known?.self === true || state.listening.includes(endpointOf(address))) {
    return { address, found: 'itself' };
  }
  const subjects = [endpointOf(address), hostOf(address), ...(node === undefined ? [] : [node])];
  const banned = subjects.find((subject) => (state.bans.get(subject)?.until ?? 0) > now);
  return banned !== undefined && { address, found: `banned as ${banned}` };
};

export const dialsAllowed: Rule = {
  name: 'I12 nobody banned is dialled, nor itself',
  make: () => ({ event, ...rest }) => event.type === 'dial-started' && wrong({ event, ...rest }),
};

export const dialsWait: Rule = {
  name: 'I12 no dial within a back-off',
  make: () => (step) => {
    const { event, state, now } = step;
    if (event.type !== 'dial-started') return false;
    const waitsMs = (state.addresses.get(endpointOf(event.address))?.nextAttemptAt ?? 0) - now;
    return waitsMs > 0 && !isInsistent(step) && { address: event.address, waitsMs };
  },
};

/**
 * A back-off of a second, doubled and with half of it left to chance, allows four dials within 3.5 s and six within
 * half a minute; whoever was there for 15 s begins anew, which makes for two more. A node all alone knocks as often as
 * it likes, and so does the operator.
 */
const DIALS = [{ max: 4, withinMs: 3_000 }, { max: 8, withinMs: 30_000 }] as const;

/**
 * Whoever stays for 15 s begins anew, so a network that breaks a connection every 15 s makes for four cycles in a
 * minute; a back-off that grows allows seven short ones.
 */
const CYCLES = { max: 11, withinMs: 60_000 } as const;

/** How often something happened lately, by where. */
class Recent {
  readonly #times = new Map<string, readonly number[]>();
  readonly #withinMs: number;

  constructor(withinMs: number) {
    this.#withinMs = withinMs;
  }

  count(key: string, now: number): number {
    const times = [...(this.#times.get(key) ?? []), now].filter((at) => now - at < this.#withinMs);
    this.#times.set(key, times);
    return times.length;
  }
}

const isDial = (step: Step): step is Step<EventOf<'dial-started'>> =>
  step.event.type === 'dial-started' && alive(step.state, 'out') + alive(step.state, 'in') > 0 && !isInsistent(step);

export const dialsPaced: Rule = {
  name: 'I12 dials to an address are paced',
  make: () => {
    const windows = DIALS.map((limit) => ({ ...limit, recent: new Recent(limit.withinMs) }));
    return (step) => {
      if (!isDial(step)) return false;
      const { event: { address }, now } = step;
      const counted = windows.map(({ max, withinMs, recent }) =>
        ({ max, withinMs, dials: recent.count(endpointOf(address), now) }));
      const over = counted.find(({ max, dials }) => dials > max);
      return over !== undefined && { address, dials: over.dials, withinMs: over.withinMs };
    };
  },
};

/** The node at the other end of a connection that was alive and that this node had dialled. */
const ended = (event: Event, state: State): Endpoint | undefined =>
  event.type === 'peer-closed' && event.direction === 'out' && event.phase === 'alive' && state.lifecycle === 'running'
    ? endpointOf(event.address)
    : undefined;

export const noLivelock: Rule = {
  name: 'I20 no cycle of dial and close',
  make: () => {
    const recent = new Recent(CYCLES.withinMs);
    return ({ event, state, now }) => {
      const endpoint = ended(event, state);
      if (endpoint === undefined) return false;
      const cycles = recent.count(endpoint, now);
      return cycles > CYCLES.max && { endpoint, cycles, withinMs: CYCLES.withinMs };
    };
  },
};

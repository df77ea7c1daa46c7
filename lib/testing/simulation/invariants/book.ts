// What was on the disk when a node started is what it knows: I11.
import { endpointOf } from '../../../address.ts';
import type { State } from '../../../state.ts';
import type { Check, Rule } from './rule.ts';

/** By the second tick everything that is read at the start has been read. */
const TICKS = 2;

interface OnDisk {
  readonly addresses: readonly { readonly address: string }[];
  readonly bans: readonly { readonly subject: string; readonly until: string }[];
}

/** A damaged book is set aside. Read in the simplest way, and not in the node's own. */
const readBack = (text: string | undefined): OnDisk | undefined => {
  if (text === undefined || text.includes('\u0000')) return undefined;
  try {
    return JSON.parse(text) as OnDisk;
  } catch {
    return undefined;
  }
};

/** @param newcomers addresses that were not on the disk and may have taken the places of others since */
const missing = ({ addresses, bans }: OnDisk, state: State, newcomers: number, now: number): ReturnType<Check> => {
  const own = new Set(state.reachable.map(endpointOf));
  const gone = addresses.map(({ address }) => endpointOf(address))
    .filter((endpoint) => !state.addresses.has(endpoint) && !own.has(endpoint));
  const [address] = gone;
  if (address !== undefined && gone.length > newcomers) return { address, gone: gone.length, newcomers };
  for (const { subject, until } of bans) {
    if (Date.parse(until) > now && !state.bans.has(subject)) return { banned: subject, until };
  }
  return false;
};

export const bookIsKept: Rule = {
  name: 'I11 what was on the disk is known after a start',
  make: ({ book }) => {
    const onDisk = readBack(book);
    const known = new Set(onDisk?.addresses.map(({ address }) => endpointOf(address)));
    const newcomers = new Set<string>();
    let ticks = 0;
    return ({ event, state, now }) => {
      if (onDisk === undefined) return false;
      if (event.type === 'addresses-learnt') {
        for (const { address } of event.addresses) {
          if (!known.has(endpointOf(address))) newcomers.add(endpointOf(address));
        }
      }
      if (event.type !== 'ticked' || event.timer !== 'heartbeat') return false;
      return ++ticks === TICKS && missing(onDisk, state, newcomers.size, now);
    };
  },
};

// What can go wrong in a simulated network, by name, and when it does.

/** In the words of the command line. `docs/simulation.md` explains each. */
export const FAULTS = [
  'delay', // links get slower, for a while, with spikes
  'loss', // writes are lost at first, and come late
  'reset', // connections are reset by neither of their ends
  'end', // connections are ended by neither of their ends
  'half-open', // one end has forgotten a connection, the other was not told
  'partition', // two groups of nodes do not reach each other
  'one-way', // what one group sends is lost, what it is sent arrives
  'bandwidth', // links carry little
  'chunks', // bytes arrive in small pieces, down to one at a time
  'window', // little may be under way or unread
  'slow-reader', // a node reads nothing for a while
  'clock', // clocks are half a minute off, run fast or slow, and are set forward
  'clock-step', // clocks are an hour off: more than the map of the network is made for
  'crash', // a process is killed, and starts again
  'power', // a machine loses its power, and starts again
  'disk', // writes are slow, fail, or what is on the disk is damaged
  'move', // a node comes back at another address
  'stall', // a node does nothing for seconds
  'churn', // nodes leave in good order and come back
  'crossing', // nodes dial each other at the same moment
  'operator', // somebody drops, bans and dials
  'byzantine', // strangers that break the rules
  'dns', // a name server that is asked for addresses lies
] as const;

export type FaultKind = (typeof FAULTS)[number];

const KNOWN: ReadonlySet<string> = new Set(FAULTS);
export const isFaultKind = (text: string): text is FaultKind => KNOWN.has(text);

export interface Fault {
  /** `partition-3`: the fourth of its kind that the seed draws. */
  readonly id: string;
  readonly kind: FaultKind;
  /** Milliseconds after the start, and how long it lasts; 0 when it is over at once. */
  readonly at: number;
  readonly forMs: number;
}

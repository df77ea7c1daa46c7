// A large network as it is when all of it is started again at once: every node knows the signed map of before, and dials
// the heads that its own record names. What is in the map then is so, and no record has to be issued anew.
//
// To found a thousand nodes by joins, three records of each must come to each: three million times.
import type { OperatorRequest } from '../../lib/command.ts';
import type { Event } from '../../lib/event.ts';
import { itemText } from '../../lib/exchange/itemText.ts';
import { edgeIdOf, netOf } from '../../lib/network/ids.ts';
import type { KeyedHash } from '../../lib/network/keyedHash.ts';
import { signRecord } from '../../lib/network/record.ts';
import type { NodeId } from '../../lib/nodeId.ts';
import { placesOf, RINGS } from '../../lib/ring.ts';
import { EPOCH_MS } from '../../lib/testing/virtualScheduler.ts';
import { NETWORK, type Resident } from './resident.ts';

/** As `slots` would have it: two for the rings, the rest by chance. */
const HEADS = 8;
/** Half of them: more at a time, no guard lets pass. */
const DIALS_AT_ONCE = 4;
/** When the records of before were signed, before the beginning. */
const AGE_MS = 60_000;
/** In the place of a connection, for what was told over none. */
const BEFORE = 'before';
const TRIES_MAX = 1_000;

const dialTo = ({ id, endpoint }: Resident): OperatorRequest => ({ type: 'dial', address: `${id}@${endpoint}` });

export interface Resumption {
  /** What a node begins with, beside its own beginning. */
  readonly events: (one: Resident) => readonly Event[];
  /** What its operator has it dial: one after the other, some at a time. */
  readonly dials: readonly ((one: Resident) => readonly OperatorRequest[])[];
}

/** Two to an address group: one edge to each is what a node dials by chance. */
const groupOf = ({ host }: Resident): string => host.split('.').slice(0, 2).join('.');

class Edges {
  readonly #heads = new Map<NodeId, Resident[]>();
  readonly #linked = new Set<string>();

  headsOf({ id }: Resident): Resident[] {
    const heads = this.#heads.get(id) ?? [];
    this.#heads.set(id, heads);
    return heads;
  }

  /** Unless there is one already, either way: nobody seeks an edge each way. */
  add(tail: Resident, head: Resident): void {
    if (tail === head || this.#linked.has(`${head.number} ${tail.number}`)) return;
    if (this.#linked.has(`${tail.number} ${head.number}`)) return;
    this.#linked.add(`${tail.number} ${head.number}`);
    this.headsOf(tail).push(head);
  }
}

const onRings = (residents: readonly Resident[], edges: Edges): void => {
  for (let ring = 0; ring < RINGS; ring++) {
    const placeOf = ({ id }: Resident): number => placesOf(id)[ring] ?? 0;
    const order = residents.toSorted((one, two) => placeOf(one) - placeOf(two));
    order.forEach((one, at) => edges.add(one, order[(at + 1) % order.length] ?? one));
  }
};

const byChance = (residents: readonly Resident[], edges: Edges, random: () => number): void => {
  for (const one of residents) {
    const heads = edges.headsOf(one);
    for (let tries = 0; heads.length < HEADS && tries < TRIES_MAX; tries++) {
      const other = residents[Math.floor(random() * residents.length)] ?? one;
      if (!heads.some((head) => groupOf(head) === groupOf(other))) edges.add(one, other);
    }
  }
};

/** @param keys of the network */
export const resumption = (residents: readonly Resident[], keys: KeyedHash, random: () => number): Resumption => {
  const edges = new Edges();
  onRings(residents, edges);
  byChance(residents, edges, random);
  const textOf = (one: Resident): string => itemText({
    type: 'record',
    record: signRecord(
      {
        label: one.label, addresses: [one.endpoint], dialable: true,
        out: edges.headsOf(one).map(({ id }) => edgeIdOf(id)).sort(),
      },
      { net: netOf(NETWORK), seq: EPOCH_MS - AGE_MS }, keys.signer(one.label)),
  });
  const texts = new Map(residents.map((one) => [one, textOf(one)]));
  const all = [...texts.values()];
  return {
    dials: [0, DIALS_AT_ONCE].map((from) => (one) =>
      edges.headsOf(one).slice(from, from + DIALS_AT_ONCE).map(dialTo)),
    events: (one) => {
      const own = texts.get(one) ?? '';
      return [
        { type: 'record-issued', record: own },
        { type: 'items-heard', peer: BEFORE, items: all.filter((text) => text !== own) },
      ];
    },
  };
};

// The monitor idle of a node that was told nothing else: two heads by the rings, the others spread over owners.
import { pipe } from 'rxjs';
import { endpointOf, type Endpoint } from '../address.ts';
import { candidates, signedAddress } from '../candidates.ts';
import { close, dial } from '../command.ts';
import { realEnv } from '../env.ts';
import type { EventOf } from '../event.ts';
import { fairDraw } from '../fairDraw.ts';
import { wholeAddress } from '../idleAddresses.ts';
import { never } from '../never.ts';
import { on, type Decision, type Policy } from '../policy.ts';
import { remember } from '../remember.ts';
import { ringSuccessors } from '../ring.ts';
import { alive, inGroup, occupied, peersOf, pending, type AddressState, type State } from '../state.ts';
import type { Step } from '../step.ts';
import { Table } from '../table.ts';

export interface Slots {
  /** Outgoing connections to those who follow this node on the rings; 2 at most. */
  readonly ring: number;
  /** Outgoing connections to anybody, spread over address groups; `rotate` renews them. */
  readonly random: number;
  /** The longest-standing of those: `rotate` spares them, and `anchors` returns to them after a restart. */
  readonly anchors: number;
  /** How many attempts may be under way at once. */
  readonly dialling: number;
  /** How many chosen by chance may be in one address group; 1 unless told. */
  readonly perGroup?: number;
}

/** All outgoing connections wanted. */
export const slotCount = ({ ring, random, anchors }: Pick<Slots, 'ring' | 'random' | 'anchors'>): number =>
  ring + random + anchors;

/** A ring moves when somebody comes or goes beside us, and may move back: whom it needs no more stays so long. */
const SURPLUS_AFTER_MS = 60_000;

interface Place {
  readonly address: AddressState;
  /** Which slot it fills, in words. */
  readonly as: string;
}

/** Who is connected already, either way, is not dialled: an edge each way is nothing to seek. */
const onRings = (state: State, now: number, { ring }: Slots): readonly Place[] => {
  const places = ringSuccessors(state, now).slice(0, ring).flatMap((node, at): readonly Place[] => {
    const address = node === undefined || peersOf(state, node).length > 0 ? undefined : signedAddress(state, node, now);
    return address === undefined ? [] : [{ address, as: `ring successor ${at}` }];
  });
  return places.filter(({ address }, at) => places.findIndex((one) => one.address.node === address.node) === at);
};

interface Chance {
  readonly perGroup?: number;
  readonly count: number;
  /** Nobody is connected, and as many attempts as may be under way at once have failed: what is known may be wrong. */
  readonly isAstray: boolean;
}

/**
 * Whom it knows first; and of the rest, half from where somebody was once and half from what it was told: so a name
 * server that names a thousand places where nobody answers takes half of the attempts, and no more. A node that is
 * astray does the same with those it knows, since failures do not count for as long as nobody is reached.
 */
const byChance = (
  state: State, now: number, { perGroup = 1, count, isAstray }: Chance, random: () => number,
): readonly Place[] => {
  if (count <= 0) return [];
  const { known, lapsed, told } = candidates(state, now);
  const taken = (endpoint: Endpoint): number => inGroup(state, 'out', endpoint);
  const sought = isAstray ? { first: [], one: [...known, ...lapsed] } : { first: known, one: lapsed };
  const drawn = fairDraw({ ...sought, other: told }, { count, perGroup, taken }, random);
  const nameOf = (address: AddressState): string =>
    known.includes(address) ? 'random slot' : told.includes(address) ? 'random slot, untried' : 'random slot, again';
  return drawn.map((address) => ({ address, as: nameOf(address) }));
};

/** Whom we have dialled for a ring, by connection: when it last needed them. And whom we are about to dial for one. */
interface Memory {
  readonly neededAt: Table<number>;
  readonly asked: readonly Endpoint[];
  /** How many attempts have failed since anybody was reached. */
  readonly inVain: number;
}

type Watched = EventOf<'ticked' | 'dial-started' | 'peer-opened' | 'peer-closed'>;
type Decided = readonly [Memory, readonly Decision[]];

/** Past the count only: as long as there is room for them, they do no harm. */
const surplus = ({ state, now }: Step, neededAt: Memory['neededAt'], slots: Slots): readonly Decision[] => {
  const outgoing = alive(state, 'out');
  const wanted = slotCount(slots);
  if (outgoing <= wanted) return [];
  const [peer] = [...neededAt].flatMap(([id, at]) => (now - at >= SURPLUS_AFTER_MS ? [id] : [])).sort();
  if (peer === undefined) return [];
  return [{ command: close(peer, 'idle', { detail: 'no longer next on a ring' }), inputs: { outgoing, wanted } }];
};

const onTick = (memory: Memory, step: Step<EventOf<'ticked'>>, slots: Slots, random: () => number): Decided => {
  const { event, state, now } = step;
  if (event.timer !== 'idle' || state.lifecycle !== 'running') return [memory, []];
  const next = ringSuccessors(state, now);
  const neededAt = [...memory.neededAt.keys()].reduce(
    (all, peer) => (next.includes(state.peers.get(peer)?.node) ? all.set(peer, now) : all), memory.neededAt);
  const [outgoing, target, dialling] = [occupied(state, 'out'), slotCount(slots), pending(state, 'out')];
  const free = Math.max(0, slots.dialling - dialling);
  const rings = onRings(state, now, slots).slice(0, free);
  const named = new Set(rings.map(({ address }) => address.endpoint));
  const count = Math.min(target - outgoing, free) - rings.length;
  const isAstray = memory.inVain >= slots.dialling && alive(state, 'out') + alive(state, 'in') === 0;
  const chosen = byChance(state, now, { ...slots, count: Math.max(0, count), isAstray }, random)
    .filter(({ address }) => !named.has(address.endpoint));
  const dials = [...rings, ...chosen].map(({ address, as }) =>
    ({ command: dial(wholeAddress(address)), inputs: { as, outgoing, target, dialling } }));
  return [{ ...memory, neededAt, asked: [...named] }, [...dials, ...surplus(step, neededAt, slots)]];
};

/** An attempt that came to nothing; of those that come to us, none is ours. */
const hasFailed = ({ direction, phase }: EventOf<'peer-closed'>): boolean =>
  direction === 'out' && phase !== 'alive' && phase !== 'closing';

const watch = (slots: Slots, random: () => number) =>
  (memory: Memory, step: Step<Watched>): Decided => {
    const { event } = step;
    switch (event.type) {
      case 'ticked':
        return onTick(memory, { ...step, event }, slots, random);
      case 'dial-started': {
        if (!memory.asked.includes(endpointOf(event.address))) return [memory, []];
        return [{ ...memory, neededAt: memory.neededAt.set(event.peer, step.now) }, []];
      }
      case 'peer-opened':
        return [{ ...memory, inVain: 0 }, []];
      case 'peer-closed': {
        const inVain = memory.inVain + (hasFailed(event) ? 1 : 0);
        return [{ ...memory, neededAt: memory.neededAt.delete(event.peer), inVain }, []];
      }
      default:
        return never(event);
    }
  };

/**
 * Dials on every tick of `idle` while there are fewer outgoing connections than wanted, alive or on their way:
 *
 * - first whoever follows this node on one of the two rings, if no connection stands to it. For that it goes past the
 *   count, and lets go of whom a ring no longer needs a minute later;
 * - then by chance: an address group, all alike, in which nobody is connected yet, and in it an address. Those where
 *   somebody was seen, whom the operator named by id or who are up in the signed map go first. Once they have failed
 *   they, and what the operator named without one, share what is left with those that one has only been told of, half
 *   for either; and if nobody is connected and `dialling` attempts in a row have failed, all of them do. So neither a
 *   book of the dead nor a name server that lies takes more than half of the attempts.
 *
 * So who wants to surround a node needs addresses in many groups, *and* keys that fall beside it on both rings, *and*
 * to outlast its `anchors`. Loopback and private addresses are in no group, and as good as new ones. What is in use, in
 * back-off, banned, in a loop or this node itself is passed over, and so is who is connected in either direction.
 *
 * Heilman et al., "Eclipse Attacks on Bitcoin's Peer-to-Peer Network", USENIX Security 2015; the rings are those of
 * Fireflies (Johansen et al., EuroSys 2006).
 *
 * @param wanted `ring`, `random`, `anchors`, `dialling`, `perGroup`
 * @param random the next number in [0, 1)
 * @example slots({ ring: 2, random: 4, anchors: 2, dialling: 4 }, env.random)
 */
export const slots = (wanted: Slots, random: () => number = realEnv.random): Policy =>
  pipe(
    on('ticked', 'dial-started', 'peer-opened', 'peer-closed'),
    remember<Memory, Watched>({ neededAt: Table.empty(), asked: [], inVain: 0 }, watch(wanted, random)),
  );

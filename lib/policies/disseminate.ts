// Tells the heads what is new in the map, as soon as it is there. The tails hear it, since they watch.
import { asyncScheduler, auditTime, filter, merge, pipe, type SchedulerLike } from 'rxjs';
import { advertise, push, type Command } from '../command.ts';
import type { EventOf } from '../event.ts';
import { changesAfter, isBusy, type Change } from '../network/changes.ts';
import { on, type Policy } from '../policy.ts';
import { remember } from '../remember.ts';
import type { PeerState, State } from '../state.ts';
import type { Step } from '../step.ts';
import { advertsFor, isNothing, tidingsFor, type Haste } from '../tidings.ts';

type Told = EventOf<'items-heard' | 'record-issued' | 'attestation-issued'>;

/** Long enough for what comes in the same moment to be advertised together. */
const SOON_MS = 20;
/** What several links bring in one moment goes to each head in one message, and not in one for each link. */
const AT_ONCE_MS = 0;
/** Nobody waits for a renewal. */
const LATER_MS = 1_000;

/** `out-9` before `out-10`: no run depends on a table. */
const byPeer = (a: PeerState, b: PeerState): number =>
  a.peer.length - b.peer.length || (a.peer < b.peer ? -1 : 1);

const headsIn = new WeakMap<State['peers'], readonly PeerState[]>();

/** Found once for the pushes and the adverts of one state. */
const heads = ({ peers }: State): readonly PeerState[] => {
  const known = headsIn.get(peers);
  if (known !== undefined) return known;
  const found: PeerState[] = [];
  for (const peer of peers.values()) if (peer.direction === 'out' && peer.phase === 'alive') found.push(peer);
  headsIn.set(peers, found.sort(byPeer));
  return found;
};

/** What to tell of the changes since the last time, to each head. */
const toHeads = (tell: (state: State, head: PeerState, news: readonly Change[]) => readonly Command[]) =>
  (cursor: number | undefined, { state }: Step<Told>): readonly [number, readonly Command[]] => {
    const { changes } = state.network;
    const news = changesAfter(changes, cursor ?? changes.oldest);
    return [changes.cursor, news === 'gap' ? [] : heads(state).flatMap((head) => tell(state, head, news))];
  };

const pushes = toHeads((state, { peer }, news) => {
  const tidings = tidingsFor(state, peer, news);
  return isNothing(tidings) ? [] : [push(peer, tidings.nodes, tidings)];
});

const adverts = (haste: Exclude<Haste, 'now'>): ReturnType<typeof toHeads> =>
  toHeads((state, { peer }, news) => {
    const nodes = advertsFor(state, peer, news, haste);
    return nodes.length === 0 ? [] : [advertise(peer, nodes)];
  });

/**
 * Tells every change to all heads but the one it came from. While fewer than ten come in ten seconds everything is
 * pushed, as GossipSub 1.1 floods a node's own messages: the copies cost less than what would save them. In a busier
 * network, records go to the heads that want them; the others are told within 20 ms that there is one to be had, and of
 * renewals all are told so once a second. A node's own record and doubts are pushed to all of them always.
 *
 * Plumtree: Leitão, Pereira, Rodrigues, "Epidemic Broadcast Trees", SRDS 2007.
 *
 * @example disseminate(env.scheduler)
 */
export const disseminate = (scheduler: SchedulerLike = asyncScheduler): Policy => {
  const told = on('items-heard', 'record-issued', 'attestation-issued');
  const busy = filter(({ state, now }: Step<Told>) => isBusy(state.network.changes, now));
  const later = (ms: number, haste: Exclude<Haste, 'now'>): Policy =>
    pipe(told, busy, auditTime(ms, scheduler), remember<number | undefined, Told>(undefined, adverts(haste)));
  return (step$) => merge(
    step$.pipe(told, auditTime(AT_ONCE_MS, scheduler), remember<number | undefined, Told>(undefined, pushes)),
    step$.pipe(later(SOON_MS, 'soon')),
    step$.pipe(later(LATER_MS, 'later')),
  );
};

// Finds out which nodes are gone: asks at their door before anybody is accused, and says so to all if nobody opens.
import { filter, merge } from 'rxjs';
import type { Address } from '../address.ts';
import { attest, close, test, type Command } from '../command.ts';
import type { EventOf } from '../event.ts';
import { newest } from '../network/entry.ts';
import { edgeIdOf } from '../network/ids.ts';
import { entryOf } from '../network/networkMap.ts';
import type { NodeId } from '../nodeId.ts';
import { issue, on, type Policy } from '../policy.ts';
import { remember } from '../remember.ts';
import { peersOf, type State } from '../state.ts';
import type { Step } from '../step.ts';
import { Table } from '../table.ts';

/** A tick that comes later than this says that we were held up: what the others said may lie unread. */
const LATE_MS_MAX = 250;
/** And so long nobody is judged, until it has been read. */
const GRACE_MS = 1_000;
/** The ticks of `heartbeat`. */
const TICK_MS = 1_000;
/** One that is silent is asked for again after that. */
const AGAIN_MS = 5_000;
/** What a node says of its edges and the edges themselves are of one moment again by then, if it lives. */
const CLAIMED_MS = 2_000;

export interface Detect {
  /** How long a connection may be silent; both ends say something every three seconds. In milliseconds. */
  readonly silentMs: number;
}

/** What the map holds of a node that can be asked for. */
interface Known {
  readonly seq: number;
  readonly address: Address | undefined;
  /** It says that it has dialled us: then we may speak of it. */
  readonly isTail: boolean;
  /** We have said so already. */
  readonly isDoubted: boolean;
}

const knownOf = ({ self, network }: State, node: NodeId): Known | undefined => {
  const entry = entryOf(network.map, node);
  if (entry === undefined) return undefined;
  const { record: { header, body }, attestations } = newest(entry);
  if (body.leaving) return undefined;
  const [endpoint] = body.addresses;
  const me = edgeIdOf(self.node);
  return {
    seq: header.seq,
    address: endpoint === undefined ? undefined : `${node}@${endpoint}`,
    isTail: body.out.includes(me),
    isDoubted: attestations.some(({ observer }) => observer === me),
  };
};

const isHere = (state: State, node: NodeId): boolean =>
  peersOf(state, node).some(({ direction, phase }) => direction === 'in' && phase === 'alive');

/** A goodbye comes from one that lives, and says so itself in its next record. */
const isSuspicious = ({ direction, phase, endedBy, reason }: EventOf<'peer-closed'>): boolean =>
  direction === 'in' && (phase === 'alive' || phase === 'closing') &&
  (endedBy === 'network' || (endedBy === 'local' && reason === 'timed-out'));

/** One that cannot be dialled has no door: its connection was all that could be known of it. */
const onClosed = ({ event, state }: Step<EventOf<'peer-closed'>>): readonly Command[] => {
  const { node } = event;
  const known = node === undefined || state.lifecycle !== 'running' ? undefined : knownOf(state, node);
  if (node === undefined || known?.isTail !== true || isHere(state, node)) return [];
  const { seq, address } = known;
  const doubt = event.reason === 'timed-out' ? 'silent' : 'closed';
  return address === undefined ? [attest(node, { seq, doubt })] : [test(node, { address, seq })];
};

/** Whoever has just been heard lives, though nobody can reach it from outside. */
const onTested = ({ silentMs }: Detect) =>
  ({ event: { node, seq, answers }, state, now }: Step<EventOf<'node-tested'>>): readonly Command[] => {
    const links = peersOf(state, node).filter(({ phase }) => phase === 'alive');
    if (answers || state.lifecycle !== 'running' || links.some(({ heardAt }) => now - heardAt < silentMs)) return [];
    const detail = 'silent, and nobody opens at its address';
    const closings = links.map(({ peer }) => close(peer, 'timed-out', { detail }));
    const known = knownOf(state, node);
    if (known?.isTail !== true || known.seq !== seq || known.isDoubted) return closings;
    return [...closings, attest(node, { seq, doubt: links.length > 0 ? 'silent' : 'closed' })];
  };

interface Memory {
  readonly tickedAt: number;
  readonly graceUntil: number;
  /** By node: when it was asked for. */
  readonly askedAt: Table<number>;
}

/** Whose connection is not there although their record says so: whatever ended it, and whatever came of a first test. */
const claimed = (state: State, now: number): readonly NodeId[] =>
  [...state.network.claims].flatMap(([node, since]) => (now - since >= CLAIMED_MS ? [node] : []));

const silent = (state: State, silentMs: number, now: number): readonly NodeId[] =>
  [...state.peers.values()].flatMap(({ phase, node, heardAt }) =>
    phase === 'alive' && node !== undefined && now - heardAt >= silentMs ? [node] : []);

const dueTests = (
  state: State, { silentMs }: Detect, { askedAt }: Memory, now: number,
): readonly (readonly [NodeId, Command])[] =>
  [...new Set([...silent(state, silentMs, now), ...claimed(state, now)])].flatMap((node) => {
    if (now - (askedAt.get(node) ?? -Infinity) < AGAIN_MS) return [];
    const known = knownOf(state, node);
    if (known === undefined || known.isDoubted) return [];
    const { address, seq, isTail } = known;
    if (address !== undefined) return [[node, test(node, { address, seq })] as const];
    return isTail && !isHere(state, node) ? [[node, attest(node, { seq, doubt: 'closed' })] as const] : [];
  });

const FIRST: Memory = { tickedAt: Infinity, graceUntil: -Infinity, askedAt: Table.empty() };

const judge = (terms: Detect) =>
  (memory: Memory, { state, now }: Step): readonly [Memory, readonly Command[]] => {
    const isLate = now - memory.tickedAt > TICK_MS + LATE_MS_MAX;
    const graceUntil = isLate ? now + GRACE_MS : memory.graceUntil;
    const due = now < graceUntil || state.lifecycle !== 'running' ? [] : dueTests(state, terms, memory, now);
    const left = [...memory.askedAt].reduce(
      (all, [node, at]) => (now - at >= AGAIN_MS ? all.delete(node) : all), memory.askedAt);
    const askedAt = due.reduce((all, [node]) => all.set(node, now), left);
    return [{ tickedAt: now, graceUntil, askedAt }, due.map(([, command]) => command)];
  };

/**
 * When the connection of a tail breaks, and when either kind has been silent: tests whether anybody answers at the
 * address that the node has signed. If not, a silent connection is closed, which takes our edge out of our record; and
 * of a tail, whose head we are, we sign that it cannot be reached. Its other heads do the same, and most of them
 * together make it `down`. If it lives, its next record undoes all that.
 *
 * Whoever's record says that it has dialled us, and is not connected, is tested in the same way.
 *
 * In Node, timers fire before what has come in is read. So nobody is judged within a second of a late tick.
 *
 * @example detect({ silentMs: 5_000 })
 */
export const detect = (terms: Detect): Policy =>
  (step$) =>
    merge(
      step$.pipe(on('peer-closed'), filter(({ event }) => isSuspicious(event)), issue(onClosed)),
      step$.pipe(on('node-tested'), issue(onTested(terms))),
      step$.pipe(
        on('ticked'),
        filter(({ event }) => event.timer === 'heartbeat'),
        remember(FIRST, judge(terms)),
      ),
    );

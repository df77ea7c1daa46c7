// Finds out which nodes are gone: asks at their door before anybody is accused, and says so to all if nobody opens.
import { pipe } from 'rxjs';
import type { Address } from '../address.ts';
import { attest, close, test, verify, type Command } from '../command.ts';
import type { EventOf, PeerId } from '../event.ts';
import { answered, headsToAsk, inquiryOf, isReached, type Inquiry } from '../inquiry.ts';
import { heardAgain, patienceMs, type Pulse } from '../patience.ts';
import { newest } from '../network/entry.ts';
import { edgeIdOf } from '../network/ids.ts';
import { entryOf } from '../network/networkMap.ts';
import { never } from '../never.ts';
import type { NodeId } from '../nodeId.ts';
import { on, type Policy } from '../policy.ts';
import { remember } from '../remember.ts';
import { peersOf, type PeerState, type State } from '../state.ts';
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
  /** The same where what comes is seldom on time: so long at most, in milliseconds. Default: `silentMs`. */
  readonly mostMs?: number;
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
  if (node === undefined || known?.isTail !== true || known.isDoubted || isHere(state, node)) return [];
  const { seq, address } = known;
  const doubt = event.reason === 'timed-out' ? 'silent' : 'closed';
  return address === undefined ? [attest(node, { seq, doubt })] : [test(node, { address, seq })];
};

interface Memory {
  readonly tickedAt: number;
  readonly graceUntil: number;
  /** By node: when it was asked for. */
  readonly askedAt: Table<number>;
  readonly inquiries: Table<Inquiry>;
  /** How often each connection is heard, as far as ticks can tell. */
  readonly pulses: Table<Pulse>;
}

const FIRST: Memory = {
  tickedAt: Infinity, graceUntil: -Infinity, askedAt: Table.empty(), inquiries: Table.empty(), pulses: Table.empty(),
};

/** Whether a connection has been silent for longer than may be. */
const isSilent = (
  { peer, heardAt }: PeerState, { silentMs, mostMs = silentMs }: Detect, { pulses }: Memory, now: number,
): boolean => now - heardAt >= patienceMs(pulses.get(peer), { silentMs, mostMs });

type Decided = readonly [Memory, readonly Command[]];

/** Each test goes together with the question to the heads, so that it takes no longer; one at a time is enough. */
const withQuestions = (memory: Memory, commands: readonly Command[], { state, now }: Step): Decided =>
  commands.reduce<Decided>(([before, told], command) => {
    const { inquiries } = before;
    if (command.type !== 'test') return [before, [...told, command]];
    if (inquiries.has(command.node)) return [before, told];
    const heads = headsToAsk(state, command.node);
    return [
      { ...before, inquiries: inquiries.set(command.node, inquiryOf(now, heads)) },
      [...told, command, ...heads.map((peer) => verify(peer, command.node))],
    ];
  }, [memory, []]);

/** Whether this tick, or what comes now before it, is later than it should be; or one was, a moment ago. */
const isHeldUp = ({ tickedAt, graceUntil }: Memory, now: number): boolean =>
  now - tickedAt > TICK_MS + LATE_MS_MAX || now < graceUntil;

const linksOf = (state: State, node: NodeId): readonly PeerState[] =>
  peersOf(state, node).filter(({ phase }) => phase === 'alive');

/** All have answered, and nobody opens to us. A new record since has made it void. */
const accusation = ({ state }: Step, inquiry: Inquiry): readonly Command[] => {
  const { tested, isSilent } = inquiry;
  if (tested === undefined || isReached(inquiry)) return [];
  const known = knownOf(state, tested.node);
  if (known?.isTail !== true || known.seq !== tested.seq || known.isDoubted) return [];
  return [attest(tested.node, { seq: tested.seq, doubt: isSilent === true ? 'silent' : 'closed' })];
};

type Answer = EventOf<'node-tested' | 'node-verified'>;

const withAnswer = (before: Inquiry, event: Answer, links: readonly PeerState[]): Inquiry =>
  event.type === 'node-verified'
    ? answered(before, event.peer, event.outcome)
    : { ...before, tested: event, isSilent: links.length > 0 };

/** When nobody opens to us, we give up our own silent connection; only for an accusation others are heard. */
const onAnswer = (terms: Detect, memory: Memory, step: Step<Answer>): Decided => {
  const { event, state, now } = step;
  const { node } = event;
  const without: Memory = { ...memory, inquiries: memory.inquiries.delete(node) };
  const before = memory.inquiries.get(node) ?? (event.type === 'node-tested' ? inquiryOf(now) : undefined);
  const links = linksOf(state, node);
  const opens = event.type === 'node-tested' && event.answers;
  const lives = opens || links.some((link) => !isSilent(link, terms, memory, now));
  if (before === undefined || lives || state.lifecycle !== 'running' || isHeldUp(memory, now)) return [without, []];
  const inquiry = withAnswer(before, event, links);
  const isOver = inquiry.tested !== undefined && inquiry.open.length === 0;
  const closings = event.type === 'node-verified' ? []
    : links.map(({ peer }) => close(peer, 'timed-out', { detail: 'silent, and nobody opens at its address' }));
  return isOver
    ? [without, [...closings, ...accusation(step, inquiry)]]
    : [{ ...memory, inquiries: memory.inquiries.set(node, inquiry) }, closings];
};

/** Whose connection is not there although their record says so: whatever ended it, and whatever came of a first test. */
const claimed = (state: State, now: number): readonly NodeId[] =>
  [...state.network.claims].flatMap(([node, since]) => (now - since >= CLAIMED_MS ? [node] : []));

/**
 * Over all its connections: whoever is heard over one of them lives, and who is asked for while one is only not silent yet
 * would not be asked for again when it is, for another five seconds.
 */
const silent = (state: State, terms: Detect, memory: Memory, now: number): readonly NodeId[] => {
  const isQuiet = (one: PeerState): boolean => isSilent(one, terms, memory, now);
  return [...state.peers.values()].flatMap((one) =>
    one.phase === 'alive' && one.node !== undefined && isQuiet(one) && linksOf(state, one.node).every(isQuiet)
      ? [one.node] : []);
};

const dueTests = (
  state: State, terms: Detect, memory: Memory, now: number,
): readonly (readonly [NodeId, Command])[] =>
  [...new Set([...silent(state, terms, memory, now), ...claimed(state, now)])].flatMap((node) => {
    if (now - (memory.askedAt.get(node) ?? -Infinity) < AGAIN_MS) return [];
    const known = knownOf(state, node);
    if (known === undefined || known.isDoubted) return [];
    const { address, seq, isTail } = known;
    if (address !== undefined) return [[node, test(node, { address, seq })] as const];
    return isTail && !isHere(state, node) ? [[node, attest(node, { seq, doubt: 'closed' })] as const] : [];
  });

/** Of those that are there, and no others. */
const pulsesOf = ({ peers }: State, before: Table<Pulse>, how: Parameters<typeof heardAgain>[2]): Table<Pulse> => {
  const gone = (peer: PeerId): boolean => peers.get(peer)?.phase !== 'alive';
  let pulses = [...before.keys()].reduce((left, peer) => (gone(peer) ? left.delete(peer) : left), before);
  for (const { peer, phase, heardAt } of peers.values()) {
    if (phase !== 'alive') continue;
    const known = pulses.get(peer);
    const pulse = heardAgain(known, heardAt, how);
    if (pulse !== known) pulses = pulses.set(peer, pulse);
  }
  return pulses;
};

/** Without what is too old to matter. */
const recent = <V>(all: Table<V>, ageMs: (one: V) => number): Table<V> =>
  [...all].reduce((left, [node, one]) => (ageMs(one) >= AGAIN_MS ? left.delete(node) : left), all);

const judge = (terms: Detect, memory: Memory, step: Step): Decided => {
  const { state, now } = step;
  const isLate = now - memory.tickedAt > TICK_MS + LATE_MS_MAX;
  const ticked: Memory = {
    tickedAt: now,
    graceUntil: isLate ? now + GRACE_MS : memory.graceUntil,
    askedAt: recent(memory.askedAt, (at) => now - at),
    inquiries: recent(memory.inquiries, ({ since }) => now - since),
    pulses: pulsesOf(state, memory.pulses, { silentMs: terms.silentMs, isHeldUp: isLate }),
  };
  const due = state.lifecycle !== 'running' || isHeldUp(ticked, now) ? [] : dueTests(state, terms, ticked, now);
  const askedAt = due.reduce((all, [node]) => all.set(node, now), ticked.askedAt);
  return withQuestions({ ...ticked, askedAt }, due.map(([, command]) => command), step);
};

type Watched = EventOf<'peer-closed' | 'node-tested' | 'node-verified' | 'ticked'>;

const watched = (terms: Detect) => (memory: Memory, step: Step<Watched>): Decided => {
  const { event } = step;
  switch (event.type) {
    case 'peer-closed':
      return isSuspicious(event) ? withQuestions(memory, onClosed({ ...step, event }), step) : [memory, []];
    case 'node-tested':
    case 'node-verified':
      return onAnswer(terms, memory, { ...step, event });
    case 'ticked':
      return event.timer === 'heartbeat' ? judge(terms, memory, step) : [memory, []];
    default:
      return never(event);
  }
};

/**
 * When the connection of a tail breaks, and when all connections with a node have been silent: tests whether anybody
 * answers at the address that the node has signed, as that node; an open port alone is no answer. If not, a silent
 * connection is closed, which takes our edge out of our record; and of a tail, whose head we are, we sign that it cannot
 * be reached. Its other heads do the same, and most of them together make it `down`. If it lives, its next record undoes
 * all that.
 *
 * Whoever's record says that it has dialled us, and is not connected, is tested in the same way.
 *
 * Together with the test goes a question to as many as three of our heads that have an edge with the node, those first
 * that were heard last. When more of them can reach it than cannot, it is we who are cut off from it: our own edge ends,
 * and nobody is accused. One that cannot tell does not count, nor does one that does not answer; and one alone that lies
 * keeps nobody alive where two others do not.
 *
 * A connection on which what comes is often later than `silentMs` may be silent for longer: for as long as that usually
 * is, and four times the deviation from it (patience.ts), though never longer than `mostMs`.
 *
 * In Node, timers fire before what has come in is read. So nobody is judged within a second of a late tick.
 *
 * @example detect({ silentMs: 5_000, mostMs: 10_000 })
 */
export const detect = (terms: Detect): Policy =>
  pipe(
    on('peer-closed', 'node-tested', 'node-verified', 'ticked'),
    remember<Memory, Watched>(FIRST, watched(terms)),
  );

// Finds out which nodes are gone: asks at their door before anybody is accused, and says so to all if nobody opens.
import { pipe } from 'rxjs';
import type { Address } from '../address.ts';
import { attest, close, test, verify, type Command } from '../command.ts';
import type { EventOf, PeerId } from '../event.ts';
import { newest } from '../network/entry.ts';
import { edgeIdOf } from '../network/ids.ts';
import { entryOf } from '../network/networkMap.ts';
import { never } from '../never.ts';
import type { NodeId } from '../nodeId.ts';
import { on, type Policy } from '../policy.ts';
import { remember } from '../remember.ts';
import { peersOf, type State } from '../state.ts';
import type { Step } from '../step.ts';
import { Table } from '../table.ts';

/** A tick that comes later than this says that we were held up: what the others said may lie unread. */
const LATE_MS_MAX = 250;
/** And so long nobody is judged, until it has been read. */
const GRACE_MS = 1_000;
/** So many common neighbours are asked whether they can reach whom we cannot. */
const ASKED_MAX = 3;
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

/** Our heads that have an edge with it, by the map: they would know, and each is asked over an edge of ours. */
const asked = (state: State, node: NodeId): readonly PeerId[] => {
  const { survey } = state.network;
  const of = survey.versionOf(node)?.record.body;
  return [...state.peers.values()]
    .filter(({ direction, phase, node: head }) =>
      direction === 'out' && phase === 'alive' && head !== undefined && head !== node &&
      (of?.out.includes(edgeIdOf(head)) === true ||
        survey.versionOf(head)?.record.body.out.includes(edgeIdOf(node)) === true))
    .map(({ peer }) => peer)
    .sort()
    .slice(0, ASKED_MAX);
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

/** What is still to come of one that is tested, and what has come. */
interface Inquiry {
  readonly since: number;
  /** Heads that have not answered yet. */
  readonly open: number;
  readonly reach: number;
  readonly reachNot: number;
  /** Nobody has opened to us. */
  readonly tested?: EventOf<'node-tested'>;
}

interface Memory {
  readonly tickedAt: number;
  readonly graceUntil: number;
  /** By node: when it was asked for. */
  readonly askedAt: Table<number>;
  readonly inquiries: Table<Inquiry>;
}

type Inquiries = Memory['inquiries'];
type Judged = readonly [Inquiries, readonly Command[]];

/** Each test goes together with the question to the heads, so that it takes no longer. */
const withQuestions = (inquiries: Inquiries, commands: readonly Command[], state: State, now: number): Judged =>
  commands.reduce<Judged>(([all, told], command) => {
    if (command.type !== 'test') return [all, [...told, command]];
    const heads = asked(state, command.node);
    const inquiry: Inquiry = { since: now, open: heads.length, reach: 0, reachNot: 0 };
    return [all.set(command.node, inquiry), [...told, command, ...heads.map((peer) => verify(peer, command.node))]];
  }, [inquiries, []]);

/** Most of those who could tell can reach it: then it is we who cannot, and nobody is accused. */
const isReached = ({ reach, reachNot }: Inquiry): boolean => reach > reachNot;

/** All have answered, and we could not reach it. */
const concluded = (terms: Detect, inquiries: Inquiries, step: Step, inquiry: Inquiry): Judged => {
  const { tested } = inquiry;
  if (tested === undefined) return [inquiries, []];
  if (inquiry.open > 0) return [inquiries.set(tested.node, inquiry), []];
  return [inquiries.delete(tested.node), isReached(inquiry) ? [] : onTested(terms)({ ...step, event: tested })];
};

type Answer = EventOf<'node-tested' | 'node-verified'>;

const onAnswer = (terms: Detect, inquiries: Inquiries, step: Step<Answer>): Judged => {
  const { event } = step;
  const known = inquiries.get(event.node);
  if (event.type === 'node-tested') {
    if (event.answers) return [inquiries.delete(event.node), []];
    const inquiry = known ?? { since: step.now, open: 0, reach: 0, reachNot: 0 };
    return concluded(terms, inquiries, step, { ...inquiry, tested: event });
  }
  if (known === undefined) return [inquiries, []];
  const { outcome } = event;
  const inquiry: Inquiry = {
    ...known,
    open: known.open - 1,
    reach: known.reach + (outcome === 'reachable' ? 1 : 0),
    reachNot: known.reachNot + (outcome === 'refused' || outcome === 'timed-out' ? 1 : 0),
  };
  return inquiry.tested === undefined
    ? [inquiries.set(event.node, inquiry), []]
    : concluded(terms, inquiries, step, inquiry);
};

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

const FIRST: Memory = {
  tickedAt: Infinity, graceUntil: -Infinity, askedAt: Table.empty(), inquiries: Table.empty(),
};

type Decided = readonly [Memory, readonly Command[]];

const judge = (terms: Detect, memory: Memory, { state, now }: Step): Decided => {
  const isLate = now - memory.tickedAt > TICK_MS + LATE_MS_MAX;
  const graceUntil = isLate ? now + GRACE_MS : memory.graceUntil;
  const due = now < graceUntil || state.lifecycle !== 'running' ? [] : dueTests(state, terms, memory, now);
  const left = [...memory.askedAt].reduce(
    (all, [node, at]) => (now - at >= AGAIN_MS ? all.delete(node) : all), memory.askedAt);
  const askedAt = due.reduce((all, [node]) => all.set(node, now), left);
  const current = [...memory.inquiries].reduce(
    (all, [node, { since }]) => (now - since >= AGAIN_MS ? all.delete(node) : all), memory.inquiries);
  const [inquiries, commands] = withQuestions(current, due.map(([, command]) => command), state, now);
  return [{ tickedAt: now, graceUntil, askedAt, inquiries }, commands];
};

type Watched = EventOf<'peer-closed' | 'node-tested' | 'node-verified' | 'ticked'>;

const watched = (terms: Detect) => (memory: Memory, step: Step<Watched>): Decided => {
  const { event, state, now } = step;
  switch (event.type) {
    case 'peer-closed': {
      if (!isSuspicious(event)) return [memory, []];
      const [inquiries, commands] = withQuestions(memory.inquiries, onClosed({ ...step, event }), state, now);
      return [{ ...memory, inquiries }, commands];
    }
    case 'node-tested':
    case 'node-verified': {
      const [inquiries, commands] = onAnswer(terms, memory.inquiries, { ...step, event });
      return [{ ...memory, inquiries }, commands];
    }
    case 'ticked':
      return event.timer === 'heartbeat' ? judge(terms, memory, step) : [memory, []];
    default:
      return never(event);
  }
};

/**
 * When the connection of a tail breaks, and when either kind has been silent: tests whether anybody answers at the
 * address that the node has signed. If not, a silent connection is closed, which takes our edge out of our record; and
 * of a tail, whose head we are, we sign that it cannot be reached. Its other heads do the same, and most of them
 * together make it `down`. If it lives, its next record undoes all that.
 *
 * Whoever's record says that it has dialled us, and is not connected, is tested in the same way.
 *
 * Together with the test goes a question to as many as three of our heads that have an edge with the node. When more of
 * them can reach it than cannot, it is we who are cut off from it, and nobody is accused. One that cannot tell does not
 * count, and one alone that lies keeps nobody alive where two others do not.
 *
 * In Node, timers fire before what has come in is read. So nobody is judged within a second of a late tick.
 *
 * @example detect({ silentMs: 5_000 })
 */
export const detect = (terms: Detect): Policy =>
  pipe(
    on('peer-closed', 'node-tested', 'node-verified', 'ticked'),
    remember<Memory, Watched>(FIRST, watched(terms)),
  );

// The answer to "why" in a sentence or two: what became of a subject, because of what, and what comes next.
import { endpointOf, idOf, type Address } from '../address.ts';
import type { EventOf, PeerClosed } from '../event.ts';
import type { Entry } from '../journal.ts';
import { loopPhrase } from '../loopPhrase.ts';
import type { NodeId } from '../nodeId.ts';
import { printable } from '../printable.ts';
import type { AddressState, Ban, PeerState, State } from '../state.ts';
import { isAbout, isLearning, type Subject } from './about.ts';
import { commandPhrase } from './commandPhrase.ts';
import { eventPhrase } from './eventPhrase.ts';
import { howItEnded } from './howItEnded.ts';
import { span } from './inWords.ts';
import { nodeName, place, subjectName } from './names.ts';
import { becauseOf, decidedBy, weighing } from './whoDecided.ts';

export interface Found {
  readonly subject: Subject;
  /** The subject's connection, where it has one. */
  readonly peer: PeerState | undefined;
  /** Newest first. */
  readonly chain: readonly Entry[];
  /** All that is remembered, oldest first. */
  readonly entries: readonly Entry[];
  readonly state: State;
  readonly now: number;
}

type CommandEntry = Extract<Entry, { readonly kind: 'command' }>;
type RefusalEntry = Extract<Entry, { readonly kind: 'refusal' }>;

const ago = (at: number, now: number): string => `${span(now - at)} ago`;

const labelOf = (node: NodeId, { state, entries }: Found): string | undefined => {
  for (const peer of state.peersByNode.get(node) ?? []) {
    const label = state.peers.get(peer)?.label;
    if (label !== undefined) return label;
  }
  const hello = entries.findLast(
    (entry) => entry.kind === 'event' && entry.event.type === 'peer-greeted' && entry.event.hello.id === node,
  );
  return hello?.kind === 'event' && hello.event.type === 'peer-greeted' ? hello.event.hello.label : undefined;
};

interface End {
  readonly peer: string;
  readonly direction: 'in' | 'out';
  readonly address: Address;
  readonly node?: NodeId;
}

/** `out-3 to 4kxqabcd… (node-2) at 127.0.0.1:7001` */
const connection = ({ peer, direction, address, node: proven }: End, found: Found): string => {
  const node = proven ?? idOf(address) ?? found.subject.node;
  const who = node === undefined ? '' : `${nodeName(node, labelOf(node, found))} at `;
  return `${peer} ${direction === 'out' ? 'to' : 'from'} ${who}${place(endpointOf(address))}`;
};

const dialIn = (chain: readonly Entry[]): CommandEntry | undefined =>
  chain.find((entry): entry is CommandEntry => entry.kind === 'command' && entry.command.type === 'dial');

const origin = (direction: 'in' | 'out', chain: readonly Entry[]): string => {
  if (direction === 'in') return 'it dialled this node, and no guard refused it';
  const dialled = dialIn(chain);
  return dialled === undefined ? 'this node dialled it' : `dialled ${becauseOf(dialled)}`;
};

type Closing = Extract<Entry, { kind: 'event' }> & { readonly event: PeerClosed };

const isClosing = (entry: Entry): entry is Closing => entry.kind === 'event' && entry.event.type === 'peer-closed';

const wasAlive = ({ phase }: PeerClosed): boolean => phase === 'alive' || phase === 'closing';

/** Redials say nothing of why there is anything to redial: what ended the last connection that stood does. */
const lastAlive = (found: Found): string => {
  const before = found.entries.findLast(
    (entry): entry is Closing => isClosing(entry) && wasAlive(entry.event) && isAbout(entry, found.subject),
  );
  if (before === undefined) return '';
  return `. It was last connected ${ago(before.at, found.now)}, as ${before.event.peer}: ${howItEnded(before.event)}`;
};

const present = (peer: PeerState, found: Found): string => {
  const { phase, openedAt, since, direction } = peer;
  const name = connection(peer, found);
  if (phase === 'alive') {
    return `${name} has been alive for ${span(found.now - (openedAt ?? since))}: ${origin(direction, found.chain)}`;
  }
  const sinceThen = `has been ${phase} for ${span(found.now - since)}`;
  return `${name} ${sinceThen}: ${origin(direction, found.chain)}${lastAlive(found)}`;
};

const waiting = ({ endpoint, self, attempts, nextAttemptAt }: AddressState, { state, now }: Found): string => {
  if (self === true) return 'it is this node itself, and not dialled again';
  const broken = state.loops.get(endpoint);
  if (broken !== undefined && broken.until > now) {
    return `left alone for another ${span(broken.until - now)}, because of a loop: ${loopPhrase(broken.loop)}`;
  }
  const count = attempts === 0 ? '' : ` (attempt ${attempts})`;
  return nextAttemptAt > now ? `redial waits ${span(nextAttemptAt - now)}${count}` : 'it may be dialled again now';
};

const next = (address: Address, found: Found): string => {
  const known = found.state.addresses.get(endpointOf(address));
  return known === undefined ? '' : `; ${waiting(known, found)}`;
};

const refusalIn = (chain: readonly Entry[]): RefusalEntry | undefined =>
  chain.find((entry): entry is RefusalEntry => entry.kind === 'refusal');

const closed = (event: PeerClosed, at: number, found: Found): string => {
  const refusal = refusalIn(found.chain);
  const name = connection(event, found);
  const isOurs = refusal !== undefined && event.endedBy === 'local';
  const how = isOurs
    ? `was turned away ${ago(at, found.now)} by guard ${refusal.event.guard}: ${printable(refusal.event.reason)}`
    : `closed ${ago(at, found.now)}: ${howItEnded(event)}`;
  const redial = event.direction === 'out' ? next(event.address, found) : '';
  return `${name} ${how}${redial}${wasAlive(event) ? '' : lastAlive(found)}`;
};

const refused = ({ event, at, cause }: RefusalEntry, found: Found): string => {
  const wanted = found.chain.find((entry): entry is CommandEntry => entry.kind === 'command' && entry.id === cause);
  const by = wanted === undefined ? '' : `; ${decidedBy(wanted)} to, all the same${weighing(wanted.inputs)}`;
  const address = event.command.type === 'dial' ? event.command.address : undefined;
  const more = address === undefined ? '' : next(address, found);
  return `guard ${event.guard} refused ${ago(at, found.now)} to ${commandPhrase(event.command)}: ` +
    `${printable(event.reason)}${by}${more}`;
};

const learnt = ({ from }: EventOf<'addresses-learnt'>, at: number, found: Found): string => {
  const known = [...found.subject.endpoints].flatMap((endpoint) => found.state.addresses.get(endpoint) ?? [])[0];
  const more = known?.self === true ? 'it is this node itself' : 'nothing has been tried there since';
  return `${printable(found.subject.text)} was learnt from ${printable(from)} ${ago(at, found.now)}; ${more}`;
};

const fromState = (found: Found): string => {
  const { subject, state, now } = found;
  const known = [...subject.endpoints].flatMap((endpoint) => state.addresses.get(endpoint) ?? [])[0];
  if (known === undefined) return `what happened to ${subjectName(subject.text)} is not remembered`;
  const error = known.lastError === undefined ? '' : `, last error ${printable(known.lastError)}`;
  const from = `was learnt from ${printable(known.from)} ${ago(known.learntAt, now)}`;
  return `${known.endpoint} ${from}${error}; ${waiting(known, found)}`;
};

const absent = (found: Found): string => {
  const first = found.chain[0];
  if (first === undefined) return fromState(found);
  if (first.kind === 'refusal') return refused(first, found);
  const ending = found.chain.find(isClosing);
  if (ending !== undefined) return closed(ending.event, ending.at, found);
  const when = ago(first.at, found.now);
  if (first.kind === 'command') return `${decidedBy(first)} to ${commandPhrase(first.command)} ${when}`;
  const { event } = first;
  const isLearnt = event.type === 'addresses-learnt' && isLearning(first, found.subject);
  return isLearnt ? learnt(event, first.at, found) : `${eventPhrase(event)} ${when}`;
};

const banIn = ({ subject, state, now }: Found): Ban | undefined =>
  [subject.text, subject.node, subject.host, ...subject.endpoints]
    .flatMap((name) => (name === undefined ? [] : (state.bans.get(name) ?? [])))
    .find(({ until }) => until > now);

/** @example summary(found) // 'out-3 to 4kxqabcd… (node-2) at 192.0.2.7:7000 closed 3 s ago: reset by the network' */
export const summary = (found: Found): string => {
  const ban = banIn(found);
  const banned = ban === undefined ? '' :
    `. ${subjectName(ban.subject)} is banned for another ${span(ban.until - found.now)}: ${printable(ban.reason)}`;
  return `${found.peer === undefined ? absent(found) : present(found.peer, found)}${banned}`;
};

// What an event tells, as the middle of a sentence.
import { endpointOf, type Address } from '../address.ts';
import type { OperatorRequest } from '../command.ts';
import type { Direction, Event, EventOf, PeerId } from '../event.ts';
import { iso } from '../iso.ts';
import { loopPhrase } from '../loopPhrase.ts';
import { never } from '../never.ts';
import type { NodeId } from '../nodeId.ts';
import { printable } from '../printable.ts';
import { commandPhrase } from './commandPhrase.ts';
import { howItEnded, meaning } from './howItEnded.ts';
import { clock, counted, span } from './inWords.ts';
import { detailed, few, nodeName, place, subjectName } from './names.ts';
import { networkPhrase } from './networkPhrase.ts';

const ADDRESSES_SHOWN_MAX = 4;

type ConnectionEvent = EventOf<
  | 'connection-accepted' | 'dial-started' | 'peer-connected' | 'peer-secured' | 'peer-greeted' | 'peer-opened'
  | 'peer-heard' | 'peer-closing' | 'peer-closed'
>;

const greeted = ({ peer, hello: { id, label, addresses } }: EventOf<'peer-greeted'>): string => {
  const where = addresses.length === 0 ? 'nowhere' : `on ${few(addresses.map(printable), ADDRESSES_SHOWN_MAX)}`;
  return `${peer} said hello: node ${nodeName(id, label)}, listening ${where}`;
};

const way = (peer: PeerId, direction: Direction): string => `${peer} ${direction === 'out' ? 'to' : 'from'}`;

const who = (node: NodeId | undefined, address: Address): string =>
  node === undefined ? place(address) : `${nodeName(node)} at ${endpointOf(address)}`;

const closed = (event: EventOf<'peer-closed'>): string => {
  const { peer, direction, address, node, phase } = event;
  return `${way(peer, direction)} ${who(node, address)} closed while ${phase}: ${howItEnded(event)}`;
};

const ofConnection = (event: ConnectionEvent): string => {
  switch (event.type) {
    case 'connection-accepted':
      return `accepted a connection from ${place(event.address)} as ${event.peer}`;
    case 'dial-started':
      return `dialled ${place(event.address)} as ${event.peer}`;
    case 'peer-connected':
      return `${event.peer} reached ${place(event.address)}`;
    case 'peer-secured':
      return event.node === undefined
        ? `${event.peer} has no proof of who is there`
        : `${event.peer} proved to be node ${nodeName(event.node)}`;
    case 'peer-greeted':
      return greeted(event);
    case 'peer-opened':
      return `${way(event.peer, event.direction)} ${who(event.node, event.address)} is alive`;
    case 'peer-heard':
      return `heard from ${event.peer}${event.rttMs === undefined ? '' : `, round trip ${span(event.rttMs)}`}`;
    case 'peer-closing':
      return `${event.peer} is closing: ${meaning(event.reason)}`;
    case 'peer-closed':
      return closed(event);
    default:
      return never(event);
  }
};

const ordered = (request: OperatorRequest): string => {
  switch (request.type) {
    case 'dial':
      return `dial ${place(request.address)}`;
    case 'drop':
      return `drop ${subjectName(request.subject)}`;
    case 'ban':
    case 'unban':
      return commandPhrase(request);
    case 'dump':
      return 'dump a report';
    default:
      return never(request);
  }
};

const TOO_MANY: Readonly<Record<EventOf<'connections-refused'>['why'], string>> = {
  group: 'too many of one address group',
  all: 'too many of all',
  room: 'no room in the door',
};

const until = (at: number): string => `until ${clock(at)}`;

/** @example eventPhrase({ type: 'dial-started', peer: 'out-3', address: '127.0.0.1:7001' }) // 'dialled ...' */
export const eventPhrase = (event: Event): string => {
  switch (event.type) {
    case 'node-started':
      return `started as node ${nodeName(event.node)}`;
    case 'listening-started':
      return `listening on ${event.address}`;
    case 'connections-refused':
      return `turned away ${counted(event.count, 'connection')} to ${event.address}, ${TOO_MANY[event.why]}: ` +
        `the last from ${place(event.from)}`;
    case 'listening-failed':
      return `could not listen on ${event.address}: ${printable(event.error)}`;
    case 'stop-requested':
      return `asked to stop: ${printable(event.reason)}`;
    case 'stop-prepared':
      return 'ready to stop';
    case 'ticked':
      return `the ${event.timer} timer ticked`;
    case 'addresses-learnt':
      return `learnt ${event.addresses.length === 1 ? 'an address' : `${event.addresses.length} addresses`} from ` +
        `${printable(event.from)}: ${few(event.addresses.map(({ address }) => place(address)), ADDRESSES_SHOWN_MAX)}`;
    case 'addresses-missed':
      return `got no addresses from ${printable(event.from)}: ${printable(event.error)}`;
    case 'address-deferred':
      return detailed(`left ${place(event.address)} alone ${until(event.until)}`, event.error);
    case 'loop-found':
      return `found a loop at ${place(event.address)}, left alone ${until(event.until)}: ${loopPhrase(event.loop)}`;
    case 'subject-banned':
      return detailed(`banned ${subjectName(event.subject)} until ${iso(event.until)}`, event.reason);
    case 'subject-unbanned':
      return `lifted the ban on ${subjectName(event.subject)}`;
    case 'save-started':
      return 'began to write the address book';
    case 'book-saved':
      return `wrote the address book to ${event.file}`;
    case 'book-failed':
      return `could not write the address book to ${event.file}: ${event.error}`;
    case 'report-written':
      return `wrote a report to ${event.file}`;
    case 'report-failed':
      return `could not write a report to ${event.file}: ${event.error}`;
    case 'command-requested':
      return `the operator ordered: ${ordered(event.request)}`;
    case 'command-refused':
      return `guard ${event.guard} refused to ${commandPhrase(event.command)}: ${printable(event.reason)}`;
    case 'record-issued':
    case 'attestation-issued':
    case 'items-heard':
    case 'items-refused':
    case 'links-reported':
    case 'link-reconciled':
    case 'supply-chosen':
    case 'exchange-failed':
    case 'node-tested':
    case 'node-verified':
    case 'address-proved':
    case 'agreement-proven':
    case 'agreement-lost':
    case 'network-parted':
    case 'network-healed':
    case 'identity-duplicated':
      return networkPhrase(event);
    default:
      return ofConnection(event);
  }
};

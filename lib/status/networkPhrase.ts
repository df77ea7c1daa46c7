// What an event of the network as a whole tells, as the middle of a sentence.
import type { EventOf, VerifyOutcome } from '../event.ts';
import { never } from '../never.ts';
import { printable } from '../printable.ts';
import { counted, span } from './inWords.ts';
import { detailed, few, nodeName, place } from './names.ts';

export type NetworkEvent = EventOf<
  | 'record-issued' | 'attestation-issued' | 'items-heard' | 'items-refused' | 'links-reported' | 'supply-chosen'
  | 'link-reconciled' | 'exchange-failed' | 'node-tested' | 'node-verified' | 'address-proved' | 'agreement-proven'
  | 'agreement-lost' | 'network-parted' | 'network-healed' | 'identity-duplicated'
>;

/** Displays show the first eight characters of a digest, as of an id. */
const SHORT_CHARS = 8;
const MISSING_SHOWN_MAX = 4;
const REPORTS_SHOWN_MAX = 2;

const short = (digest: string): string => digest.slice(0, SHORT_CHARS);

const SAID: Readonly<Record<VerifyOutcome, string>> = {
  'reachable': 'reaches',
  'refused': 'finds no open door at',
  'timed-out': 'hears nothing from',
  'unknown': 'cannot tell of',
};

/** @example networkPhrase({ type: 'agreement-proven', digest, nodes: 10 }) // 'all 10 nodes agree on map 3f09ab12' */
export const networkPhrase = (event: NetworkEvent): string => {
  switch (event.type) {
    case 'record-issued':
      return 'signed a record of itself';
    case 'attestation-issued':
      return `signed that ${nodeName(event.node)} cannot be reached`;
    case 'items-heard':
      return `heard ${counted(event.items.length, 'item')} of the map from ${event.peer}`;
    case 'items-refused':
      return `refused ${counted(event.count, 'item')} from ${event.peer} so far, the last: ${printable(event.error)}`;
    case 'links-reported':
      return few(event.reports.map(({ peer, digest, radius }) =>
        `${peer} holds map ${short(digest)}, radius ${radius}`), REPORTS_SHOWN_MAX);
    case 'supply-chosen':
      return event.supply === 'news' ? `has ${event.peer} tell what is new`
        : `has ${event.peer} tell that there is something new, and no more`;
    case 'link-reconciled':
      return `compared ${event.how ?? 'maps'} with ${event.peer}: fetched ${event.fetched}, gave ${event.given}`;
    case 'exchange-failed':
      return `got no answer from ${event.peer} to ${printable(event.route)}: ${printable(event.error)}`;
    case 'node-tested':
      return event.answers ? `${nodeName(event.node)} answers at ${place(event.address)}`
        : detailed(`${nodeName(event.node)} does not answer at ${place(event.address)}`, event.error);
    case 'node-verified':
      return `${event.peer} ${SAID[event.outcome]} ${nodeName(event.node)}`;
    case 'address-proved':
      return event.holds ? `found ${nodeName(event.node)} at ${place(event.address)}`
        : detailed(`did not find ${nodeName(event.node)} at ${place(event.address)}`, event.error);
    case 'agreement-proven':
      return `all ${counted(event.nodes, 'node')} agree on map ${short(event.digest)}`;
    case 'agreement-lost':
      return `map ${short(event.digest)} is out of date, and nothing newer is agreed on yet`;
    case 'network-parted':
      return `the network came apart: ${counted(event.missing.length, 'node')} missing ` +
        `(${few(event.missing.map((id) => nodeName(id)), MISSING_SHOWN_MAX)}), this side is the ${event.side} one`;
    case 'network-healed':
      return `the network is whole again after ${span(event.afterMs)}`;
    case 'identity-duplicated':
      return 'another process runs with the key of this node: records that this one has not signed came ' +
        `${event.times} times`;
    default:
      return never(event);
  }
};

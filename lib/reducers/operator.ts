// Does what the operator asks: an operator's wish is obliged, and only the guards may stand in its way.
import { endpointOf, hostOf } from '../address.ts';
import { ban, close, dial, report, unban, type Command, type OperatorRequest } from '../command.ts';
import { DROPPED_MS } from '../dropped.ts';
import type { Event } from '../event.ts';
import { never } from '../never.ts';
import { go, stay, type Reducer } from '../reducer.ts';
import type { PeerState, State } from '../state.ts';

/** The connections a person means: by peer id, node id or the front of one, endpoint or host. */
export const meant = (state: State, subject: string): readonly PeerState[] =>
  [...state.peers.values()].filter(
    ({ peer, node, address, addresses }) =>
      peer === subject ||
      (node !== undefined && subject.length >= SHORT_ID && node.startsWith(subject)) ||
      endpointOf(address) === subject ||
      hostOf(address) === subject ||
      addresses.includes(subject),
  );

/** Displays show the first eight characters of an id. */
const SHORT_ID = 8;

/** What is banned when a connection is named: the node, or the host where the node is not known yet. */
const banned = (state: State, subject: string): string => {
  const peer = state.peers.get(subject) ?? (subject.length >= SHORT_ID ? meant(state, subject)[0] : undefined);
  const isNode = peer?.node?.startsWith(subject) === true;
  if (peer === undefined || (peer.peer !== subject && !isNode)) return subject;
  return peer.node ?? hostOf(peer.address);
};

const carriedOut = (state: State, request: OperatorRequest): readonly Command[] => {
  switch (request.type) {
    case 'dial':
      return [dial(request.address)];
    case 'drop':
      return meant(state, request.subject).map(({ peer }) =>
        close(peer, 'dropped', { detail: 'by the operator', retryAfterMs: DROPPED_MS }),
      );
    case 'ban':
      return [ban(banned(state, request.subject), { forMs: request.forMs, reason: request.reason })];
    case 'unban':
      return [unban(request.subject)];
    case 'dump':
      return [report('file')];
    default:
      return never(request);
  }
};

export const operator: Reducer<State> = (state: State, event: Event) =>
  event.type === 'command-requested' ? go(state, ...carriedOut(state, event.request)) : stay(state);

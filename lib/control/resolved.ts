// Puts into an order what its subject means on this node, and says at once when it means nothing here.
import { AddressError, endpointOf, formatAddress, hostOf, parseAddress } from '../address.ts';
import type { OperatorRequest } from '../command.ts';
import { isNodeId, type NodeId } from '../nodeId.ts';
import { meant } from '../reducers/operator.ts';
import type { State } from '../state.ts';
import { ControlError } from './controlError.ts';

/** Displays show the first eight characters of an id. */
const SHORT_ID = /^[a-z2-7]{8,31}$/;

const refuse = (what: string): never => {
  throw new ControlError('refused', what);
};

/** The first few of many. */
const SHOWN_MAX = 4;
const shown = (names: readonly string[]): string => {
  const left = names.length - SHOWN_MAX;
  return `${names.slice(0, SHOWN_MAX).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
};

const isWholeId: (text: string) => boolean = isNodeId;

const knownNodes = (state: State): ReadonlySet<NodeId> =>
  new Set([
    ...state.peersByNode.keys(),
    ...[...state.addresses.values()].flatMap(({ node }) => node ?? []),
    ...[...state.bans.keys()].filter(isNodeId),
  ]);

/** The one node whose id begins so, if there is one. */
const nodeBeginning = (state: State, front: string): NodeId | undefined => {
  if (!SHORT_ID.test(front)) return undefined;
  const found = [...knownNodes(state)].filter((node) => node.startsWith(front)).sort();
  if (found.length > 1) refuse(`${front} is the beginning of ${found.length} node ids: ${shown(found)}`);
  return found[0];
};

/** A subject in its canonical form: a node id in full, an endpoint, or a host without brackets. */
const canonical = (subject: string): string => {
  try {
    const { id, ...rest } = parseAddress(subject);
    return id ?? formatAddress(rest);
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    return hostLike(subject) ?? subject;
  }
};

const hostLike = (subject: string): string | undefined => {
  for (const text of [`${subject}:1`, `[${subject}]:1`]) {
    try {
      return hostOf(formatAddress(parseAddress(text)));
    } catch (error) {
      if (!(error instanceof AddressError)) throw error;
    }
  }
  return undefined;
};

const dropped = (state: State, subject: string): string => {
  const found = [subject, nodeBeginning(state, subject), canonical(subject)].find(
    (one) => one !== undefined && meant(state, one).length > 0,
  );
  return found ?? refuse(`no connection is ${subject}: not the id, node, address or host of one (see millrace peers)`);
};

const banned = (state: State, subject: string): string => {
  if (state.peers.has(subject)) return subject; // the reducer knows whom it stands for
  const node = nodeBeginning(state, subject);
  if (node !== undefined || isWholeId(subject)) return node ?? subject;
  const found = canonical(subject);
  const isPlace = found === endpointOf(found) && (hostLike(found) !== undefined || found.includes(':'));
  if (/^(in|out)-\d+$/.test(subject)) return refuse(`no connection is ${subject} (see millrace peers)`);
  return isPlace || isWholeId(found)
    ? found
    : refuse(`${subject} cannot be banned: not a node id, a host, HOST:PORT, or a connection's id`);
};

const unbanned = (state: State, subject: string): string => {
  const found = [subject, nodeBeginning(state, subject), canonical(subject)].find(
    (one) => one !== undefined && state.bans.has(one),
  );
  if (found !== undefined) return found;
  const bans = [...state.bans.keys()].sort();
  return refuse(`${subject} is not banned: ${bans.length === 0 ? 'nobody is' : `banned are ${shown(bans)}`}`);
};

/**
 * The order with its subject as the reducers know it: short ids in full, addresses canonical.
 *
 * @throws ControlError when it would do nothing: a drop of somebody unknown, an unban of somebody who is not banned.
 */
export const resolved = (state: State, request: OperatorRequest): OperatorRequest => {
  switch (request.type) {
    case 'drop':
      return { ...request, subject: dropped(state, request.subject) };
    case 'ban':
      return { ...request, subject: banned(state, request.subject) };
    case 'unban':
      return { ...request, subject: unbanned(state, request.subject) };
    default:
      return request;
  }
};

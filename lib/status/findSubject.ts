// What a person means by a subject: a connection, a node, an address or a host, with all that belongs to it.
import { AddressError, endpointOf, formatAddress, hostOf, parseAddress, type Endpoint } from '../address.ts';
import type { Entry } from '../journal.ts';
import { isNodeId, type NodeId } from '../nodeId.ts';
import { printable } from '../printable.ts';
import type { PeerState, State } from '../state.ts';
import { few } from './names.ts';
import { addressIn, matter, nodeIn, peerIn, type Subject } from './about.ts';

/** Nothing can be told about the subject; the message says why. */
export class WhyError extends Error {
  override readonly name = 'WhyError';
}

const PEER_ID = /^(in|out)-\d+$/;
/** Displays show the first eight characters of an id. */
const ID_FRONT = /^[a-z2-7]{8,32}$/;
const SHOWN_MAX = 4;

const nodesBeginning = (front: string, entries: readonly Entry[], state: State): readonly NodeId[] => {
  const known = new Set<NodeId>([...state.peersByNode.keys(), ...[...state.bans.keys()].filter(isNodeId)]);
  for (const { node } of state.addresses.values()) if (node !== undefined) known.add(node);
  for (const entry of entries) {
    const node = nodeIn(entry);
    if (node !== undefined) known.add(node);
  }
  return [...known].filter((node) => node.startsWith(front)).sort();
};

const nodesLabelled = (label: string, entries: readonly Entry[], state: State): readonly NodeId[] => {
  const found = new Set<NodeId>();
  for (const peer of state.peers.values()) if (peer.label === label && peer.node !== undefined) found.add(peer.node);
  for (const entry of entries) {
    const about = matter(entry);
    if (about.type === 'peer-greeted' && about.hello.label === label) found.add(about.hello.id);
  }
  return [...found].sort();
};

const ofNode = (text: string, node: NodeId, entries: readonly Entry[], state: State): Subject => {
  const peers = new Set(state.peersByNode.get(node) ?? []);
  const endpoints = new Set<Endpoint>();
  for (const address of state.addresses.values()) if (address.node === node) endpoints.add(address.endpoint);
  for (const entry of entries) {
    const peer = nodeIn(entry) === node ? peerIn(entry) : undefined;
    if (peer !== undefined) peers.add(peer);
  }
  return { text, node, peers, endpoints };
};

/** The connections to a place: dialled or accepted there, or to the node that says it listens there. */
const peersWhere = (
  isThere: (endpoint: Endpoint) => boolean,
  entries: readonly Entry[],
  state: State,
): ReadonlySet<string> => {
  const nodes = new Set<NodeId>();
  for (const { endpoint, node } of state.addresses.values()) {
    if (node !== undefined && isThere(endpoint)) nodes.add(node);
  }
  const isTheirs = ({ address, addresses, node }: PeerState): boolean =>
    [address, ...addresses].some((one) => isThere(endpointOf(one))) || (node !== undefined && nodes.has(node));
  const peers = new Set([...state.peers.values()].filter(isTheirs).map(({ peer }) => peer));
  for (const entry of entries) {
    const [peer, address] = [peerIn(entry), addressIn(entry)];
    if (peer !== undefined && address !== undefined && isThere(endpointOf(address))) peers.add(peer);
  }
  return peers;
};

const parsed = (text: string): ReturnType<typeof parseAddress> | undefined => {
  try {
    return parseAddress(text);
  } catch (error) {
    if (error instanceof AddressError) return undefined;
    throw error;
  }
};

const ofPlace = (text: string, entries: readonly Entry[], state: State): Subject | undefined => {
  const address = parsed(text);
  if (address !== undefined) {
    const endpoint = endpointOf(formatAddress(address));
    const peers = peersWhere((one) => one === endpoint, entries, state);
    const node = address.id ?? state.addresses.get(endpoint)?.node;
    return { text, peers, endpoints: new Set([endpoint]), ...(node === undefined ? {} : { node }) };
  }
  const host = parsed(`${text}:1`)?.host ?? parsed(`[${text}]:1`)?.host;
  if (host === undefined) return undefined;
  return { text, host, endpoints: new Set(), peers: peersWhere((one) => hostOf(one) === host, entries, state) };
};

/**
 * @throws WhyError when it is not of any form that a subject can have, or fits more than one node.
 */
export const findSubject = (text: string, entries: readonly Entry[], state: State): Subject => {
  if (PEER_ID.test(text)) return { text, peers: new Set([text]), endpoints: new Set() };
  if (ID_FRONT.test(text)) {
    const nodes = nodesBeginning(text, entries, state);
    if (nodes.length > 1) {
      throw new WhyError(`${text} is the beginning of ${nodes.length} node ids: ${few(nodes, SHOWN_MAX)}`);
    }
    if (state.self.node.startsWith(text)) throw new WhyError(`${text} is this node itself`);
    const node = nodes[0] ?? (isNodeId(text) ? text : undefined);
    if (node !== undefined) return ofNode(text, node, entries, state);
  }
  const [labelled, ...others] = nodesLabelled(text, entries, state);
  if (others.length > 0) throw new WhyError(`${others.length + 1} nodes are labelled ${text}: name one by its id`);
  if (labelled !== undefined) return ofNode(text, labelled, entries, state);
  const subject = ofPlace(text, entries, state);
  if (subject !== undefined) return subject;
  throw new WhyError(
    `${JSON.stringify(printable(text))} is no subject: give a connection (out-3), a node id, ` +
      'its first 8 characters or its label, HOST:PORT, or a host',
  );
};

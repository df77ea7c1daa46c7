// The card of what one looks at: the facts, by name, in the order in which they matter.
import { counted, span } from '../../status/inWords.ts';
import { bytes } from '../words/bytes.ts';
import { clockTime } from '../words/clockTime.ts';
import { nameOf, VERDICT_WORDS } from '../words/nodeWords.ts';
import type { Connection } from './connections.ts';
import { nodeIn } from './nodeIn.ts';
import type { NetworkNode } from './nodeRows.ts';
import { nodeNow, type Page, type Selection } from './page.ts';

export interface Fact {
  readonly name: string;
  readonly value: string;
  /** Set in the type of codes. */
  readonly isCode?: true;
  /** Too long for half a line. */
  readonly isWide?: true;
}

export interface Card {
  readonly title: string;
  readonly verdict?: NetworkNode['verdict'];
  readonly remark?: string;
  /** In full. */
  readonly id?: string;
  readonly facts: readonly Fact[];
  /** What to ask the node about; undefined: nothing. */
  readonly subject?: string;
  /** Who else is worth a look: nodes at the ends of the edge. */
  readonly ends?: readonly { readonly id: string; readonly name: string; readonly role: string }[];
}

/** The connection in that direction that is alive, or else the latest on its way. */
const peerTo = ({ peers }: Page, id: string, direction?: 'in' | 'out'): Connection | undefined => {
  const all = peers.filter((peer) => peer.id === id && (direction === undefined || peer.direction === direction));
  return all.find(({ phase }) => phase === 'alive') ?? all.at(-1);
};

const edgeFacts = ({ network }: Page, id: string): readonly Fact[] => {
  const dialled = network?.edges.filter(({ tail }) => tail === id).length ?? 0;
  const accepted = network?.edges.filter(({ head }) => head === id).length ?? 0;
  return [
    { name: 'dialled', value: counted(dialled, 'edge') },
    { name: 'accepted', value: counted(accepted, 'edge') },
  ];
};

const perSecond = ({ rates }: Page, peer: string): string => {
  const { in: into, out } = rates.get(peer) ?? { in: 0, out: 0 };
  return `↓ ${bytes(into)}/s  ↑ ${bytes(out)}/s`;
};

const peerFacts = (
  page: Page,
  { peer, direction, phase, rttMs, bytesIn, bytesOut, requests, since, address }: Connection,
  now = nodeNow(page),
): readonly Fact[] => [
  {
    name: 'connection',
    value: `${peer}, ${direction === 'out' ? 'dialled by this node' : 'dialled by the other'}`,
    isWide: true,
  },
  ...(phase === 'alive' ? [] : [{ name: 'phase', value: phase }]),
  { name: 'since', value: `${clockTime(since, now)}, for ${span(Math.max(0, now - Date.parse(since)))}`, isWide: true },
  { name: 'round trip', value: rttMs === null ? 'not measured yet' : span(rttMs) },
  { name: direction === 'out' ? 'asked' : 'answered', value: counted(requests, 'request') },
  { name: 'traffic', value: `↓ ${bytes(bytesIn)}  ↑ ${bytes(bytesOut)}, now ${perSecond(page, peer)}`, isWide: true },
  { name: direction === 'out' ? 'dialled at' : 'comes from', value: address, isCode: true, isWide: true },
];

const addressFact = ({ addresses }: NetworkNode): Fact => ({
  name: addresses.length > 1 ? 'addresses' : 'address',
  value: addresses.join('  ') || 'none: nobody can dial it',
  isCode: true,
  isWide: true,
});

const ofNode = (page: Page, id: string): Card => {
  const node = nodeIn(page, id);
  if (node === undefined)
    return { title: nameOf({ id, label: null }), id, remark: 'it is no longer in the map', facts: [], subject: id };
  const peer = peerTo(page, id);
  const recorded = `${clockTime(node.seq, nodeNow(page))}, seq ${node.seq}`;
  return {
    title: nameOf(node),
    verdict: node.verdict,
    id,
    subject: peer?.peer ?? id,
    remark: node.equivocal ? 'it has signed two records at once: its edges do not count' : VERDICT_WORDS[node.verdict],
    facts: [
      addressFact(node),
      ...edgeFacts(page, id),
      { name: 'record', value: recorded, isWide: true },
      ...(peer === undefined ? [] : peerFacts(page, peer)),
    ],
  };
};

const ofOwn = (page: Page, node: NetworkNode | undefined): Card => {
  const { status, now, reportedAt = now } = page;
  if (status === undefined) return { title: 'This node', facts: [] };
  const {
    node: { id, label, version, network, startedAt, uptimeMs, addresses },
    process: { rssBytes, eventLoopDelayMsP99 },
  } = status;
  const banned = status.banned.length;
  return {
    title: nameOf({ id, label }),
    id,
    remark: 'this node',
    ...(node === undefined ? {} : { verdict: node.verdict }),
    facts: [
      { name: 'listens on', value: addresses.join('  ') || 'nothing: it only dials', isCode: true, isWide: true },
      { name: 'network', value: network },
      { name: 'version', value: version },
      { name: 'up for', value: span(uptimeMs + now - reportedAt) },
      { name: 'started', value: clockTime(startedAt, nodeNow(page)) },
      { name: 'connections', value: `${status.outgoing.length} out, ${status.incoming.length} in` },
      { name: 'dialling', value: `${status.attempting.length}, ${status.idle.length} waiting` },
      { name: 'memory', value: bytes(rssBytes) },
      { name: 'loop delay', value: `${eventLoopDelayMsP99.toFixed(1)} ms (p99)` },
      ...(banned === 0 ? [] : [{ name: 'banned', value: counted(banned, 'subject') }]),
    ],
  };
};

/** Only the two ends know why an edge is there: about one of its own the node can be asked, about others not. */
const ofEdge = (page: Page, { tail, head }: Extract<Selection, { readonly type: 'edge' }>): Card => {
  const own = page.status?.node.id;
  const [from, to] = [tail, head].map((id) => nodeIn(page, id) ?? { id, label: null });
  const name = (node: { id: string; label: string | null } | undefined): string =>
    node === undefined ? '' : nameOf(node);
  const edge = [...(page.network?.edges ?? []), ...(page.network?.goneEdges ?? [])].find(
    (one) => one.tail === tail && one.head === head,
  );
  const peer = tail === own ? peerTo(page, head, 'out') : head === own ? peerTo(page, tail, 'in') : undefined;
  const isOurs = tail === own || head === own;
  const remark =
    edge === undefined
      ? 'it is no longer in the map'
      : edge.denied
        ? 'denied: the head says that there is no such edge'
        : isOurs
          ? 'an edge of this node'
          : 'an edge between two others: only they know why it is there';
  return {
    title: `${name(from)} → ${name(to)}`,
    remark,
    ends: [
      { id: tail, name: name(from), role: 'tail, dialled' },
      { id: head, name: name(to), role: 'head, accepted' },
    ],
    facts: peer === undefined ? [] : peerFacts(page, peer),
    ...(isOurs ? { subject: peer?.peer ?? (tail === own ? head : tail) } : {}),
  };
};

/** Nothing chosen: the card of the node itself. */
export const cardOf = (page: Page): Card => {
  const { selection, status } = page;
  const own = status?.node.id;
  if (selection?.type === 'edge') return ofEdge(page, selection);
  if (selection === undefined || selection.id === own)
    return ofOwn(page, own === undefined ? undefined : nodeIn(page, own));
  return ofNode(page, selection.id);
};

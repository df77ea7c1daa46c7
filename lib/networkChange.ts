// How the network's state moves: items are taken into the map, and what follows from the map is computed anew.
import type { LinkReport, PeerId } from './event.ts';
import { agreement, type AgreementReport } from './network/agreement.ts';
import { withChanges } from './network/changes.ts';
import { hexOf } from './network/fields.ts';
import { learn, type Item } from './network/learn.ts';
import { newsOf } from './network/newsOf.ts';
import { digestOf, entryOf, swept, sweepTimeOf, type NetworkMap } from './network/networkMap.ts';
import { sameEntries } from './network/sameEntries.ts';
import { resurveyed } from './network/survey.ts';
import { watchPartition } from './network/partition.ts';
import { beatHeard, linkClosed, withheldBy } from './network/withholding.ts';
import type { LinkState, NetworkState, Synced } from './networkState.ts';
import type { NodeId } from './nodeId.ts';
import type { State } from './state.ts';
import { Table } from './table.ts';
import { sameReport } from './whenStill.ts';

/** The last report of a node, over whichever connection it came. */
const reportsOf = ({ peersByNode }: State, { links }: NetworkState) => (id: NodeId): AgreementReport | undefined => {
  const peers = peersByNode.get(id);
  if (peers === undefined) return undefined;
  let last: LinkState | undefined;
  for (const peer of peers) {
    const link = links.get(peer);
    if (link?.report !== undefined && (last === undefined || link.reportedAt >= last.reportedAt)) last = link;
  }
  return last?.report;
};

/** With what follows from the links: whether all agree, and whether the network has come apart. */
export const agreed = (state: State, network: NetworkState, now: number): NetworkState => {
  const next = agreement(network.agreement, {
    survey: network.survey,
    digest: network.digest,
    isSame: sameEntries(network.map, now),
    reports: reportsOf(state, network),
    withheld: withheldBy(network.withholding),
    now,
  });
  const parting = watchPartition(network.parting, { survey: network.survey, agreement: next, now });
  if (next === network.agreement && parting === network.parting) return network;
  return { ...network, agreement: next, parting };
};

/** With what follows from the map: digest, verdicts, and then the agreement. */
const surveyed = (
  state: State, network: NetworkState, { changed, now }: { changed: readonly NodeId[]; now: number },
): NetworkState => {
  const { map } = network;
  const digest = hexOf(digestOf(map));
  const seen = resurveyed(network.survey, map, changed, state.self.node);
  // A sweep that drops nothing is another digest of the same map: since when stays.
  const isSame = map.entries === state.network.map.entries;
  const before = isSame ? { ...network.agreement, digest } : network.agreement;
  return agreed(state, { ...network, agreement: before, digest, survey: seen }, now);
};

const withMap = (
  state: State, map: NetworkMap, { changed, origin, now }: { changed: readonly NodeId[]; origin?: PeerId; now: number },
): NetworkState => {
  const { network } = state;
  if (changed.length === 0 && map === network.map) return network;
  const origins = changed.reduce(
    (table, id) => table.update(id, () => (entryOf(map, id) === undefined ? undefined : origin)), network.origins);
  const since = changed.reduce((table, id) =>
    table.update(id, (known) => (entryOf(map, id) === undefined ? undefined : known ?? now)), network.since);
  const news = changed.map((id) => [id, newsOf(entryOf(network.map, id), entryOf(map, id))] as const);
  const changes = withChanges(network.changes, news, now);
  return surveyed(state, { ...network, map, origins, since, changes }, { changed, now });
};

/** With items that have been verified. @param origin the connection they came by; none for our own */
export const withItems = (
  state: State, items: readonly Item[], { origin, now }: { readonly origin?: PeerId; readonly now: number },
): NetworkState => {
  const changed = new Set<NodeId>();
  let { map } = state.network;
  for (const item of items) {
    const learnt = learn(map, item);
    map = learnt.map;
    for (const id of learnt.changed) changed.add(id);
  }
  return withMap(state, map, { changed: [...changed], now, ...(origin === undefined ? {} : { origin }) });
};

/** Without what has expired, when it is time for all to drop it. */
export const withSweep = (state: State, now: number): NetworkState => {
  const sweepTime = sweepTimeOf(now);
  if (sweepTime <= state.network.map.sweepTime) return state.network;
  const { map, changed } = swept(state.network.map, sweepTime);
  return withMap(state, map, { changed, now });
};

/** Whether a digest says that the other has what we have. */
const isOurs = ({ digest, map }: NetworkState, other: string, now: number): boolean =>
  other === digest || sameEntries(map, now)(other);

/** Whether a report says anything new. */
export const isNews = (
  { network }: State, peer: PeerId, report: AgreementReport & Pick<LinkReport, 'lazy'>,
): boolean => {
  const link = network.links.get(peer);
  const isTurned = report.lazy !== undefined && report.lazy !== (link?.wants === 'adverts');
  return isTurned || !sameReport(link?.report, report);
};

/** A link whose other end holds the same map as we do. */
const agreeing = (link: LinkState): LinkState => {
  if (link.differsSince === undefined) return link;
  const { differsSince: _, ...rest } = link;
  return rest;
};

/** Since when a link and we have held different maps without either changing. */
const differsSince = ({ report, differsSince: since }: LinkState, digest: string, now: number): number =>
  since !== undefined && report?.digest === digest ? since : now;

/** What it wants to be told, and since when, where it has said so. */
const turned = (link: LinkState, lazy: boolean | undefined, now: number): LinkState =>
  lazy === undefined || lazy === (link.wants === 'adverts') ? link
    : { ...link, wants: lazy ? 'adverts' : 'news', turnedAt: now };

/** Written with few copies: where the map moves, this is most of what is heard. */
const withReport = (network: NetworkState, from: LinkReport, now: number): NetworkState => {
  const { peer, cursor, lazy, digest, radius, excluded } = from;
  const link = network.links.get(peer);
  if (link === undefined) return network;
  const isSame = isOurs(network, digest, now);
  const report = { digest, radius, excluded };
  const said: LinkState = isSame
    ? { ...agreeing(link), report, reportedAt: now }
    : { ...link, report, reportedAt: now, differsSince: differsSince(link, digest, now) };
  const next: LinkState =
    cursor === undefined ? said :
    isSame ? { ...said, cursor, synced: { theirs: cursor, ours: network.changes.cursor } } : { ...said, cursor };
  const links = network.links.set(peer, turned(next, lazy, now));
  return isSame
    ? { ...network, links, withholding: beatHeard(network.withholding, link.node, 'same') }
    : { ...network, links };
};

export const withReports = (state: State, reports: readonly LinkReport[], now: number): NetworkState => {
  const next = reports.reduce((network, report) => withReport(network, report, now), state.network);
  return next === state.network ? next : agreed(state, next, now);
};

/** Nothing was found to differ, although the digests do. */
export const withFruitlessSearch = (state: State, peer: PeerId, now: number): NetworkState => {
  const { network } = state;
  const link = network.links.get(peer);
  if (link?.report === undefined || isOurs(network, link.report.digest, now)) return network;
  return agreed(state, { ...network, withholding: beatHeard(network.withholding, link.node, 'withheld') }, now);
};

export const withLink = ({ network }: State, peer: PeerId, node: NodeId, now: number): NetworkState => {
  const synced = network.synced.get(node);
  const link = { peer, node, reportedAt: now, ...(synced === undefined ? {} : { synced }) };
  return { ...network, links: network.links.set(peer, link) };
};

/** Whether we would have a connection tell us with adverts only. */
export const withSpare = ({ network }: State, peer: PeerId, isSpare: boolean): NetworkState =>
  ({ ...network, links: network.links.update(peer, (link) => link && { ...link, isSpare }) });

/** As many as a node has connections to, and has had lately. */
const SYNCED_MAX = 256;

/** Remembers where both stood. Whoever gives way compares tries when it is back. */
const leftAt = ({ synced, digest, changes }: NetworkState, { node, report, cursor, synced: last }: LinkState):
Table<Synced> => {
  const isSame = report?.digest === digest && cursor !== undefined;
  const at = isSame ? { theirs: cursor, ours: changes.cursor } : last;
  if (at === undefined) return synced;
  const [oldest] = synced.size >= SYNCED_MAX && !synced.has(node) ? synced.keys() : [];
  return (oldest === undefined ? synced : synced.delete(oldest)).set(node, at);
};

export const withoutLink = (state: State, peer: PeerId, now: number): NetworkState => {
  const { network } = state;
  const link = network.links.get(peer);
  if (link === undefined) return network;
  const isLast = (state.peersByNode.get(link.node) ?? []).length === 0;
  const withholding = isLast ? linkClosed(network.withholding, link.node) : network.withholding;
  const synced = leftAt(network, link);
  const without = { ...network, links: network.links.delete(peer), withholding, synced };
  return link.report === undefined ? without : agreed(state, without, now);
};

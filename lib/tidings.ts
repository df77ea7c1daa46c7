// What a connection is told of what has changed, and how: at once and whole, or so that it can ask.
import type { PeerId } from './event.ts';
import type { Change } from './network/changes.ts';
import type { LinkState } from './networkState.ts';
import type { NodeId } from './nodeId.ts';
import type { State } from './state.ts';

/** How soon is an advert: at once, but for what comes in the same moment; or with what a second brings. */
export type Haste = 'now' | 'soon' | 'later';

export interface Tidings {
  /** Told with all that the map holds of them. */
  readonly nodes: readonly NodeId[];
  /** Of these the header alone, since the rest is known. */
  readonly headers: readonly NodeId[];
  /** Of these only who doubts them. */
  readonly doubts: readonly NodeId[];
}

/** Whether it had asked for adverts by then: it may have turned since. */
const wasLazy = ({ wants = 'news', turnedAt = -Infinity }: LinkState, at: number): boolean =>
  (wants === 'adverts') === (at >= turnedAt);

/**
 * In a quiet network everything is sent over every link; in a busy one a record goes where it is wanted and is
 * advertised elsewhere, and a renewal is advertised only. A node's own record, doubts, and what refutes them always go
 * everywhere at once. The same answer whenever it is asked, so that nothing is missed between two of them.
 */
export const hasteOf = ({ id, news, at, isBusy }: Change, self: NodeId, link: LinkState | undefined): Haste => {
  switch (news) {
    case 'doubt':
    case 'refuted':
      return 'now';
    case 'header':
      return isBusy ? 'later' : 'now';
    default:
      return isBusy && id !== self && link !== undefined && wasLazy(link, at) ? 'soon' : 'now';
  }
};

const isFrom = ({ network: { origins } }: State, peer: PeerId, id: NodeId): boolean => origins.get(id) === peer;

/** What goes to a connection at once. */
export const tidingsFor = (state: State, peer: PeerId, changes: readonly Change[]): Tidings => {
  const [nodes, headers, doubts] = [new Set<NodeId>(), new Set<NodeId>(), new Set<NodeId>()];
  const link = state.network.links.get(peer);
  for (const change of changes) {
    const { id, news } = change;
    if (isFrom(state, peer, id) || hasteOf(change, state.self.node, link) !== 'now') continue;
    (news === 'record' ? nodes : news === 'doubt' ? doubts : headers).add(id);
  }
  const isPart = (id: NodeId): boolean => !nodes.has(id);
  return { nodes: [...nodes], headers: [...headers].filter(isPart), doubts: [...doubts].filter(isPart) };
};

/** What is advertised to a connection, in that haste. */
export const advertsFor = (
  state: State, peer: PeerId, changes: readonly Change[], haste: Exclude<Haste, 'now'>,
): readonly NodeId[] => {
  const link = state.network.links.get(peer);
  return [...new Set(changes
    .filter((change) => !isFrom(state, peer, change.id) && hasteOf(change, state.self.node, link) === haste)
    .map(({ id }) => id))];
};

export const isNothing = ({ nodes, headers, doubts }: Tidings): boolean =>
  nodes.length + headers.length + doubts.length === 0;

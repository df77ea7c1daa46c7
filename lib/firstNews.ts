// Who is of use: by which connection what the map holds of each node has come first.
import type { PeerId } from './event.ts';
import type { State } from './state.ts';

/**
 * Of how many nodes each connection has been the first to tell what counts of them now. Goes through the whole map, so
 * it is for whoever chooses now and then.
 *
 * @example firstNews(state).get('in-3') ?? 0
 */
export const firstNews = ({ network }: Pick<State, 'network'>): ReadonlyMap<PeerId, number> => {
  const counts = new Map<PeerId, number>();
  for (const peer of network.origins.values()) counts.set(peer, (counts.get(peer) ?? 0) + 1);
  return counts;
};

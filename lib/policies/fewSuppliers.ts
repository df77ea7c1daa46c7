// Has three of the connected nodes bring what is new, where there is much of it; the others say that they have it too.
import { pipe } from 'rxjs';
import { chooseSupply, type Command } from '../command.ts';
import type { EventOf, PeerId } from '../event.ts';
import type { LinkState } from '../networkState.ts';
import { on, type Policy } from '../policy.ts';
import { remember } from '../remember.ts';
import type { State } from '../state.ts';
import type { Step } from '../step.ts';
import { Table } from '../table.ts';

export interface FewSuppliers {
  /** With three, a node whose suppliers fail independently one time in three misses what all three do in 4 %. */
  readonly suppliers: number;
  /** Who has brought nothing for so long is not counted on; in milliseconds. */
  readonly recentMs: number;
}

/** By connection: when it has last brought anything, new or known. Let go of with the connection. */
type Brought = Table<number>;

type Heard = EventOf<'items-heard' | 'links-reported' | 'peer-closed'>;

const byPeer = (a: LinkState, b: LinkState): number =>
  a.peer.length - b.peer.length || (a.peer < b.peer ? -1 : 1);

const linksOf = ({ network, peers }: State): readonly LinkState[] =>
  [...network.links.values()].filter(({ peer }) => peers.get(peer)?.phase === 'alive').sort(byPeer);

/** Whoever drops everything is never found to bring too much: only those count that do bring something. */
const spared = (
  { suppliers, recentMs }: FewSuppliers, brought: Brought, copying: readonly PeerId[], { state, now }: Step,
): readonly Command[] => {
  const bringing = linksOf(state).filter(({ peer, isSpare }) =>
    isSpare !== true && now - (brought.get(peer) ?? -Infinity) < recentMs);
  const isSupplier = new Set(bringing.map(({ peer }) => peer));
  return copying.filter((peer) => isSupplier.has(peer))
    .slice(0, Math.max(0, bringing.length - suppliers))
    .map((peer) => chooseSupply(peer, 'adverts'));
};

/** In the place of one that is gone. */
const replaced = ({ suppliers }: FewSuppliers, state: State): readonly Command[] => {
  const links = linksOf(state);
  const spare = links.filter(({ isSpare }) => isSpare === true);
  const lacking = suppliers - (links.length - spare.length);
  return spare.slice(0, Math.max(0, lacking)).map(({ peer }) => chooseSupply(peer, 'news'));
};

const decided = (terms: FewSuppliers) =>
  (brought: Brought, step: Step<Heard>): readonly [Brought, readonly Command[]] => {
    const { event, state, now } = step;
    switch (event.type) {
      case 'items-heard':
        return [brought.set(event.peer, now), []];
      case 'peer-closed':
        return [brought.delete(event.peer), replaced(terms, state)];
      default: {
        const copying = event.reports.filter(({ known = 0 }) => known > 0).map(({ peer }) => peer);
        const next = copying.reduce((all, peer) => (state.peers.has(peer) ? all.set(peer, now) : all), brought);
        return [next, copying.length === 0 ? [] : spared(terms, next, copying, step)];
      }
    }
  };

/**
 * When a connected node brings what is known already, in a network that is busy enough for that to matter, and more
 * than three bring something, it is asked to tell only that there is something. When fewer than three are left, one of
 * the others takes the place of whoever is gone.
 *
 * Plumtree prunes down to one; three cost 0.5 kB a record more, and are not slower where a third drop everything.
 *
 * @example fewSuppliers({ suppliers: 3, recentMs: 30_000 })
 */
export const fewSuppliers = (terms: FewSuppliers): Policy =>
  pipe(on('items-heard', 'links-reported', 'peer-closed'), remember<Brought, Heard>(Table.empty(), decided(terms)));

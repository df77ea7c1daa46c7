// Tells the heads what is new in the map, as soon as it is there. The tails hear it, since they watch.
import { pipe } from 'rxjs';
import { push, type Command } from '../command.ts';
import { changesSince } from '../network/changes.ts';
import { on, type Policy } from '../policy.ts';
import { remember } from '../remember.ts';
import type { EventOf } from '../event.ts';
import type { PeerState, State } from '../state.ts';

type Told = EventOf<'items-heard' | 'record-issued' | 'attestation-issued'>;

/** `out-9` before `out-10`: no run depends on a table. */
const byPeer = (a: PeerState, b: PeerState): number =>
  a.peer.length - b.peer.length || (a.peer < b.peer ? -1 : 1);

const pushes = ({ peers, network: { origins } }: State, nodes: readonly string[]): readonly Command[] =>
  [...peers.values()].sort(byPeer).flatMap(({ peer, direction, phase }) => {
    if (direction !== 'out' || phase !== 'alive') return [];
    const news = nodes.filter((node) => origins.get(node) !== peer);
    return news.length === 0 ? [] : [push(peer, news)];
  });

/**
 * Pushes every change to all heads but the one it came from. Flooding, as GossipSub 1.1 does with a node's own
 * messages: in networks of some hundred nodes, of a few changes a second, the copies cost less than what would save
 * them.
 *
 * @example disseminate()
 */
export const disseminate = (): Policy =>
  pipe(
    on('items-heard', 'record-issued', 'attestation-issued'),
    remember<number | undefined, Told>(undefined, (cursor, { state }) => {
      const { changes } = state.network;
      const since = changesSince(changes, cursor ?? changes.oldest);
      return [changes.cursor, since === 'gap' ? [] : pushes(state, since)];
    }),
  );

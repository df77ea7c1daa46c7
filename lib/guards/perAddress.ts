// How many connections one host may hold, so that a single machine cannot take every slot.
import { hostOf } from '../address.ts';
import type { Guard } from '../guard.ts';
import { isLoopback } from '../ranges.ts';
import { atHost } from '../state.ts';

/**
 * Refuses an `accept` from a host that holds `incoming` other connections, in whatever direction and phase: one that is
 * closing counts as well, so that coming again while being shown out is no way around it.
 *
 * Loopback is exempt: whoever is there runs on this machine, and a network of a hundred nodes on one is how people
 * try things out.
 *
 * @example perAddress({ incoming: 8 })
 */
export const perAddress =
  ({ incoming }: { readonly incoming: number }): Guard =>
  ({ command, state }) => {
    if (command.type !== 'accept') return undefined;
    const peer = state.peers.get(command.peer);
    if (peer === undefined || isLoopback(hostOf(peer.address))) return undefined;
    const others = atHost(state, peer.address) - 1;
    return others >= incoming ? `full: ${others} connections of ${hostOf(peer.address)}, limit ${incoming}` : undefined;
  };

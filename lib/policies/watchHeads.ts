// Follows the map of every head: what changes there is told as it happens, and what is missing is found at the start.
import { filter, pipe } from 'rxjs';
import { reconcile, watch } from '../command.ts';
import { issue, on, type Policy } from '../policy.ts';

/**
 * Watches each head from the moment its connection opens, and compares maps with it: by then nothing can be missed in
 * between. Where both have held the same map before, only what has changed since is asked for. A tail is not asked; it
 * does the same with us.
 *
 * @example watchHeads()
 */
export const watchHeads = (): Policy =>
  pipe(
    on('peer-opened'),
    filter(({ event }) => event.direction === 'out'),
    issue(({ event: { peer }, state }) => [watch(peer), reconcile(peer, state.network.links.get(peer)?.synced)]),
  );

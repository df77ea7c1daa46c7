// Compares maps with a head whose digest has been another one for a while, although nothing moves any more.
import { filter, pipe } from 'rxjs';
import { reconcile, type Command } from '../command.ts';
import { on, type Policy } from '../policy.ts';
import { remember } from '../remember.ts';
import type { LinkState } from '../networkState.ts';
import { Table } from '../table.ts';

export interface MendMaps {
  /** How long the two must have stood still with different digests; in milliseconds. */
  readonly afterMs: number;
  /** How long one comparison is given before another one. */
  readonly everyMs: number;
}

/**
 * The last resort: what gets lost between `watch` and `push` (a budget, a limit, a bug of another implementation) is
 * found by asking for what has changed since the two were last the same, and then by walking down the tries.
 *
 * @example mendMaps({ afterMs: 1_500, everyMs: 3_000 })
 */
export const mendMaps = ({ afterMs, everyMs }: MendMaps): Policy =>
  pipe(
    on('ticked'),
    filter(({ event }) => event.timer === 'heartbeat'),
    remember(Table.empty<number>(), (begun, { state, now }): readonly [Table<number>, readonly Command[]] => {
      const due = [...state.network.links.values()].filter(({ peer, differsSince }) =>
        state.peers.get(peer)?.direction === 'out' && differsSince !== undefined && now - differsSince >= afterMs &&
        now - (begun.get(peer) ?? -Infinity) >= everyMs);
      const left = [...begun.keys()].reduce((all, peer) => (state.peers.has(peer) ? all : all.delete(peer)), begun);
      const command = ({ peer, synced, differsSince = now }: LinkState): Command =>
        reconcile(peer, (begun.get(peer) ?? -Infinity) < differsSince ? synced : undefined);
      return [due.reduce((all, { peer }) => all.set(peer, now), left), due.map(command)];
    }),
  );

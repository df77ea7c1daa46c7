// After a restart, back to those who were there before it: whoever can make a node restart cannot choose its new peers.
import { pipe, take } from 'rxjs';
import { dial } from '../command.ts';
import { idleAddresses, wholeAddress } from '../idleAddresses.ts';
import { issue, on, type Decision, type Policy } from '../policy.ts';
import type { AddressState } from '../state.ts';

const isAnchor = ({ from, node, aliveAt }: AddressState): boolean =>
  from === 'book' && node !== undefined && aliveAt !== undefined;

const byLastAlive = (a: AddressState, b: AddressState): number =>
  (b.aliveAt ?? 0) - (a.aliveAt ?? 0) || (a.endpoint < b.endpoint ? -1 : 1);

/**
 * On the first tick of any clock, when the address book has been read and before the monitor idle first looks around,
 * dials the `count` known nodes of the book that were alive last. Then it has done its work.
 *
 * The book is what survives a restart. A node that stops in good order writes when each connection it dialled was last
 * alive as it ends them, so the last ones are those that stood to the end; after a crash they are those that came last
 * before the book was saved. How long they had stood the book does not say. What a node that dialled us says of where
 * it listens counts as alive too, so an anchor is a node we were connected to, not always one that we chose.
 *
 * Bitcoin Core redials two block-relay peers (`anchors.dat`), after Heilman et al., 2015, countermeasure 4.
 *
 * @param numbers `count`: how many; few, since the rest should be chosen anew
 * @example anchors({ count: 2 })
 */
export const anchors = ({ count }: { readonly count: number }): Policy =>
  pipe(
    on('ticked'),
    take(1),
    issue(({ state, now }): readonly Decision[] => {
      if (state.lifecycle !== 'running') return [];
      const known = idleAddresses(state, now).filter(isAnchor).sort(byLastAlive);
      return known.slice(0, count).map((address) => ({
        command: dial(wholeAddress(address)),
        inputs: { as: 'anchor', count, known: known.length, lastAliveMs: now - (address.aliveAt ?? now) },
      }));
    }),
  );

// After a restart, back to those who were there before it: whoever can make a node restart cannot choose its new peers.
import { pipe, take } from 'rxjs';
import { dial } from '../command.ts';
import { idleAddresses, wholeAddress } from '../idleAddresses.ts';
import { issue, on, type Decision, type Policy } from '../policy.ts';
import type { AddressState } from '../state.ts';

const isAnchor = ({ from, node, aliveAt }: AddressState): boolean =>
  from === 'book' && node !== undefined && aliveAt !== undefined;

/** Whose connection ended with the last run, or was there when the book was saved last: not before. */
const TO_THE_END_MS = 60_000;

/** How long the connection had stood, of those that stood to the end; the others have not stood at all. */
const stood = ({ stoodMs = 0, aliveAt = 0 }: AddressState, lastAt: number): number =>
  lastAt - aliveAt <= TO_THE_END_MS ? stoodMs : 0;

const byStanding = (lastAt: number) => (a: AddressState, b: AddressState): number =>
  stood(b, lastAt) - stood(a, lastAt) || (b.aliveAt ?? 0) - (a.aliveAt ?? 0) || (a.endpoint < b.endpoint ? -1 : 1);

/**
 * On the first tick of any clock, when the address book has been read and before the monitor idle first looks around,
 * dials `count` nodes of the book: those whose connections, dialled by us, stood longest of all that stood to the end
 * of the last run. Where there are too few of them, those that were alive last. Then it has done its work.
 *
 * The book is what survives a restart: it holds how long a connection has stood, as of when it was saved last.
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
      const found = idleAddresses(state, now).filter(isAnchor);
      const lastAt = Math.max(...found.map(({ aliveAt = 0 }) => aliveAt));
      const known = found.sort(byStanding(lastAt));
      return known.slice(0, count).map((address) => ({
        command: dial(wholeAddress(address)),
        inputs: { as: 'anchor', stoodMs: stood(address, lastAt), lastAliveMs: now - (address.aliveAt ?? now) },
      }));
    }),
  );

// Goes on from a node that is full to those that it has named.
import { filter, pipe } from 'rxjs';
import { hear } from '../command.ts';
import { issue, on, type Policy } from '../policy.ts';

/**
 * When a node that we dialled turns us away and names others, takes in their records, once they are verified. What is
 * genuine comes into the map and the address book, and the monitor idle dials it as whatever others have told.
 *
 * @example followReferral()
 */
export const followReferral = (): Policy =>
  pipe(
    on('peer-closed'),
    filter(({ event: { endedBy, direction }, state }) =>
      endedBy === 'remote' && direction === 'out' && state.lifecycle === 'running'),
    issue(({ event }) => {
      const { peer, records = [] } = event;
      return records.length === 0 ? [] : [{ command: hear(peer, records), inputs: { records: records.length } }];
    }),
  );

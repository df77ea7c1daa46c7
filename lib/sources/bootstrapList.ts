// The addresses that a node is given to begin with.
import { defer, from } from 'rxjs';
import type { Source } from '../source.ts';
import { learnt } from '../store/learnt.ts';
import { readAddresses } from '../store/readAddresses.ts';

/**
 * Tells of the addresses at once, and completes. Those that cannot be used are an `addresses-missed` with their place.
 *
 * @example bootstrapList(['127.0.0.1:7000'])
 */
export const bootstrapList = (list: readonly string[]): Source =>
  defer(() => {
    const { addresses, problems } = readAddresses(list);
    const known = addresses.map((address) => ({ address }));
    return from(learnt('config', known, problems.map((problem) => `peers${problem}`)));
  });

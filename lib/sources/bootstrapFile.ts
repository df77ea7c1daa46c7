// A file of addresses to begin with: a JSON array of address strings, or the address book of another node.
import { defer, from } from 'rxjs';
import { formatAddress, parseAddress } from '../address.ts';
import type { Env } from '../env.ts';
import { messageOf } from '../errors.ts';
import type { Event } from '../event.ts';
import type { Source } from '../source.ts';
import { readAddressFile } from '../store/addressFile.ts';
import { learnt, missed } from '../store/learnt.ts';

/**
 * Reads the file at once and completes. Entries that cannot be used are an `addresses-missed` with their place and what
 * is wrong, the others are used; of another node's book nothing counts but where it had found whom. The file is left
 * as it is.
 *
 * @example bootstrapFile('seeds.json', realEnv)
 */
export const bootstrapFile = (file: string, { scheduler }: Env): Source =>
  defer(() => from(read(file, scheduler.now())));

const read = (file: string, now: number): readonly Event[] => {
  try {
    const { book, problems } = readAddressFile(file, now);
    const addresses = book.addresses.map(({ endpoint, node }) => ({
      address: node === undefined ? endpoint : formatAddress({ id: node, ...parseAddress(endpoint) }),
    }));
    return learnt('file', addresses, problems.map((problem) => `${file}: ${problem}`));
  } catch (error) {
    return [missed('file', [`${file}: ${messageOf(error)}`])];
  }
};

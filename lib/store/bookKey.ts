// What the places of the address book follow from: made at the first start, and read by nobody else.
import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const KEY_BYTES = 32;
const SHAPE = /^[0-9a-f]{64}$/;
const OWNER_ONLY = 0o600;

const read = (file: string): string | undefined => {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return SHAPE.test(text) ? text : undefined;
  } catch {
    return undefined; // there is none, or nobody can read it: as good as none
  }
};

/**
 * The key in a file, for its owner alone; a new one where there is none or none that can be used. A lost one costs
 * little: addresses find other places at the next start. So a disk that cannot be written is no reason not to start.
 *
 * @param file `book.key` in the data folder
 */
export const bookKey = (file: string): string => {
  const known = read(file);
  const key = known ?? randomBytes(KEY_BYTES).toString('hex');
  try {
    if (known === undefined) {
      rmSync(file, { force: true });
      writeFileSync(file, `${key}\n`, { mode: OWNER_ONLY, flag: 'wx' });
    } else {
      chmodSync(file, OWNER_ONLY);
    }
  } catch {
    return key; // good for this run
  }
  return key;
};

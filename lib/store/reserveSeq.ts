// Writes down the number of a node's last record before anybody hears of it, so that none is used twice.
import debug from 'debug';
import { readFileSync } from 'node:fs';
import { catchError, defer, map, of, type Observable } from 'rxjs';
import { messageOf } from '../errors.ts';
import { writeText } from './writeText.ts';

/** For operators, with DEBUG=millrace:network: a disk that cannot be written, and what the clock must then do for. */
const log = debug('millrace:network');

const lastIn = (file: string): number => {
  try {
    const seq = Number(readFileSync(file, 'utf8'));
    return Number.isSafeInteger(seq) && seq > 0 ? seq : 0;
  } catch {
    return 0; // there is none yet, or it cannot be read: then the clock decides, as without a disk
  }
};

/**
 * Reserves the `seq` asked for, or the next that has not been used, and the one after it for a record that says goodbye.
 * Emits it when it is on the disk; a disk that fails is logged, and the number is given all the same: silence would be
 * worse.
 *
 * @param file in the data folder; read at the first reservation
 * @example node({ ...config, reserve: reserveSeq(folder.seq) })
 */
export const reserveSeq = (file: string): ((seq: number) => Observable<number>) => {
  let last: number | undefined;
  return (seq) =>
    defer(() => {
      last ??= lastIn(file);
      const reserved = Math.max(seq, last + 1);
      last = reserved + 1; // for the last word, which cannot wait for a disk
      return writeText(file, `${last}\n`).pipe(
        map(() => reserved),
        catchError((error: unknown) => {
          log('could not write %s: %s', file, messageOf(error));
          return of(reserved);
        }),
      );
    });
};

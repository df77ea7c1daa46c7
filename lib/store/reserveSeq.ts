// Writes down the number of a node's last record before anybody hears of it, so that none is used twice.
import debug from 'debug';
import { readFileSync } from 'node:fs';
import { catchError, defer, map, of, type Observable } from 'rxjs';
import { realEnv, type Env } from '../env.ts';
import { messageOf } from '../errors.ts';
import { setAside } from '../setAside.ts';
import { readSeq, writeSeq } from './seqText.ts';
import { writeText } from './writeText.ts';

/** For operators, with DEBUG=millrace:network: a disk that cannot be written, and what the clock must then do for. */
const log = debug('millrace:network');

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

interface Surroundings {
  readonly env?: Pick<Env, 'scheduler'>;
  /** Takes what the operator should know, a line of text. */
  readonly warn?: (text: string) => void;
}

/** Without the number on the disk the clock decides, as it would without a disk. */
const lastIn = (file: string, { env = realEnv, warn = log }: Surroundings): number => {
  try {
    return readSeq(readFileSync(file, 'utf8'));
  } catch (error) {
    if (isMissing(error)) return 0;
    warn(`${file}: ${messageOf(error)}; ${setAside(file, env.scheduler.now())}, going by the clock`);
    return 0;
  }
};

/**
 * Reserves the `seq` asked for, or the next that has not been used, and the one after it for a record that says
 * goodbye.
 * Emits it when it is on the disk; a disk that fails is logged, and the number is given all the same: silence would be
 * worse.
 *
 * @param file in the data folder; read at the first reservation, and set aside when it is damaged
 * @example node({ ...config, reserve: reserveSeq(folder.seq) })
 */
export const reserveSeq = (file: string, around: Surroundings = {}): ((seq: number) => Observable<number>) => {
  let last: number | undefined;
  return (seq) =>
    defer(() => {
      last ??= lastIn(file, around);
      const reserved = Math.max(seq, last + 1);
      last = reserved + 1; // for the last word, which cannot wait for a disk
      return writeText(file, writeSeq(last)).pipe(
        map(() => reserved),
        catchError((error: unknown) => {
          log('could not write %s: %s', file, messageOf(error));
          return of(reserved);
        }),
      );
    });
};

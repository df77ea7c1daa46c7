// What a node that is started with --record writes, and where.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from '../config/config.ts';
import type { Env } from '../env.ts';
import { LogFile } from '../recording/logFile.ts';
import { numbersOf, type Numbers } from './partsOf.ts';

/** A module of the user's: a replay needs it as it was. */
export interface RecordedModule {
  readonly file: string;
  readonly sha256: string;
}

/** In the header of the log: all that the policies and guards were made with. */
export interface RecordedHabits {
  readonly numbers: Numbers;
  readonly modules: readonly RecordedModule[];
}

export interface Recording {
  readonly log: LogFile;
  readonly habits: RecordedHabits;
}

const MEBIBYTE = 1_048_576;

export const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/**
 * @returns `undefined` when nothing is to be recorded
 * @throws LogError when the file cannot be made
 */
export const recordingOf = (config: Config, env: Env, warn: (text: string) => void): Recording | undefined => {
  const { file, segmentMiB, totalMiB } = config.record;
  if (file === undefined) return undefined;
  const modules = config.policies.map((path) => ({ file: resolve(path), sha256: hashOf(path) }));
  return {
    log: new LogFile({ file, env, warn, segmentBytes: segmentMiB * MEBIBYTE, totalBytes: totalMiB * MEBIBYTE }),
    habits: { numbers: numbersOf(config), modules },
  };
};

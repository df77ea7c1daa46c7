// What becomes of an error that reached the end of the program: lines for people, and an exit code.
import { CommanderError } from 'commander';
import debug from 'debug';
import { AddressError } from '../address.ts';
import { ConfigError } from '../config/configError.ts';
import { ControlError } from '../control/controlError.ts';
import { DurationError } from '../duration.ts';
import { LoopError, messageOf } from '../errors.ts';
import { KeyError } from '../identity/keyError.ts';
import { LogError } from '../recording/logError.ts';
import { DataFolderError } from '../store/dataFolder.ts';
import { ExitError } from './exitError.ts';

const log = debug('millrace:error');

/** Of most commands; commander's own is 1, which is theirs for what failed. */
const BAD_USAGE_CODE = 2;

const BAD_USAGE = [ConfigError, AddressError, DurationError] as const;
const FAILED = [ControlError, LoopError, KeyError, DataFolderError, LogError] as const;

const isOne = (error: unknown, kinds: readonly (abstract new (...given: never[]) => Error)[]): boolean =>
  kinds.some((kind) => error instanceof kind);

const codeFor = (error: unknown): number => {
  if (error instanceof ExitError) return error.exitCode;
  return isOne(error, BAD_USAGE) ? 2 : 1;
};

const textFor = (error: unknown): string => {
  if (error instanceof ExitError || isOne(error, [...BAD_USAGE, ...FAILED])) return messageOf(error);
  return `${messageOf(error)} (a bug of millrace: DEBUG=millrace:* shows where)`;
};

/** `millrace: ` in front of every line. */
export const complaint = (text: string): string =>
  text.split('\n').map((line) => `millrace: ${line}\n`).join('');

/** @returns the exit code; what there is to say has been said on stderr */
export const reported = (error: unknown): number => {
  if (error instanceof CommanderError) { // commander has said it
    return error.exitCode === 1 ? BAD_USAGE_CODE : error.exitCode;
  }
  log('%O', error);
  process.stderr.write(complaint(textFor(error)));
  return codeFor(error);
};

// `millrace redact`: a recording that can be given away, and the proof that it still shows what the true one does.
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { messageOf } from '../../errors.ts';
import { readLog } from '../../recording/readLog.ts';
import { readLogFile } from '../../recording/readLogFile.ts';
import { redactLog, type RedactOptions } from '../../recording/redactLog.ts';
import { replay } from '../../recording/replay.ts';
import type { Replayed } from '../../recording/replayed.ts';
import { ExitError } from '../exitError.ts';
import { print, printJson } from '../output.ts';
import { rebuilt } from '../rebuilt.ts';

export interface RedactFlags {
  readonly out?: string;
  readonly keepOrder?: true;
  readonly module?: readonly string[];
  readonly json?: boolean;
}

const OWNER_ONLY = 0o600;
const SECRET_BYTES = 32;

/** Where a table is gone through in the order of its keys, every other secret or so gives the order there was. */
const SECRETS_MAX = 8;

const write = (file: string, lines: Iterable<string>): void => {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx', OWNER_ONLY);
  } catch (error) {
    throw new ExitError(1, `${file} cannot be made: ${messageOf(error)}`, { cause: error });
  }
  try {
    for (const line of lines) writeSync(descriptor, `${line}\n`);
  } finally {
    closeSync(descriptor);
  }
};

interface Proof {
  readonly options: RedactOptions;
  /** What replaying it came to, beside the true one; absent when that cannot be replayed here. */
  readonly isProven?: boolean;
  readonly why?: string;
}

const isAlike = (one: Replayed, other: Replayed): boolean =>
  one.commands === other.commands && one.same === other.same &&
  one.firstDifference?.number === other.firstDifference?.number;

const proven = async (file: string, keepOrder: boolean, modules: readonly string[]): Promise<Proof> => {
  const chosen = (): RedactOptions => ({ secret: randomBytes(SECRET_BYTES), keepOrder });
  const texts = (): Iterable<string> => readLogFile(file);
  const log = readLog(texts());
  let parts;
  try {
    parts = await rebuilt(log.header, modules);
  } catch (error) {
    if (!(error instanceof ExitError)) throw error;
    return { options: chosen(), why: error.message };
  }
  const truth = replay(log, parts);
  let options = chosen();
  for (let count = 1; ; count++) {
    const redacted = replay(readLog(redactLog(texts, options)), parts);
    if (isAlike(truth, redacted)) return { options, isProven: true };
    const { commands, firstDifference } = redacted;
    const why = `command ${firstDifference?.number ?? commands}: ${firstDifference?.what ?? 'the end came then'}`;
    if (count === SECRETS_MAX) return { options, isProven: false, why };
    options = chosen();
  }
};

const verdict = ({ isProven, why, options }: Proof): string => {
  if (isProven === true) return 'it replays as the true one does';
  if (isProven === undefined) return `whether it replays as the true one does could not be seen here: ${why ?? ''}`;
  const hint = options.keepOrder === true
    ? ''
    : '; ties between addresses are broken by their order, which --keep-order keeps (it tells roughly where they lie)';
  return `it does not replay as the true one does: ${why ?? ''}${hint}`;
};

export const redact = async (file: string, flags: RedactFlags): Promise<void> => {
  const { out = `${file}.redacted`, keepOrder = false, module = [], json } = flags;
  const proof = await proven(file, keepOrder, module);
  write(out, redactLog(() => readLogFile(file), proof.options));
  if (proof.isProven === false) process.exitCode = 1;
  const { isProven = null, why } = proof;
  if (json === true) printJson({ file: out, replaysTheSame: isProven, ...(why === undefined ? {} : { why }) });
  else print(`wrote ${out}: ${verdict(proof)}`);
};


// `millrace support`: one file to send to whoever helps.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { arch, availableParallelism, freemem, platform, release, totalmem } from 'node:os';
import { gzipSync } from 'node:zlib';
import type { SupportView } from '../../control/answers.ts';
import { messageOf } from '../../errors.ts';
import { iso } from '../../iso.ts';
import { VERSION } from '../../version.ts';
import { askOnce, type AskFlags } from '../askNode.ts';
import { columns } from '../columns.ts';
import { ExitError } from '../exitError.ts';
import { print, printJson, width } from '../output.ts';
import { bytes as amount } from '../statusText.ts';
import { bundle, type Machine } from '../support/bundle.ts';
import { tar } from '../support/tar.ts';

export interface SupportFlags extends AskFlags {
  readonly out?: string;
}

const HINT = 'ids, addresses, labels, file names and keys are pseudonyms in it; look at it before you send it';
const SECRET_BYTES = 32;
const OWNER_ONLY = 0o600;

/** A kernel that somebody has built says in its name who it was: the numbers are enough. */
const numbers = (version: string): string => /^[\d.]*/.exec(version)?.[0] ?? '';

const machine = (): Machine => {
  const { node, v8, uv, openssl } = process.versions;
  return {
    versions: { millrace: VERSION, node, v8, uv, openssl },
    platform: {
      platform: platform(), release: numbers(release()), arch: arch(), processors: availableParallelism(),
      memoryBytes: totalmem(), freeBytes: freemem(),
    },
  };
};

/** `20260131T120000Z`: sorts, and needs no quotes in any shell. */
const stamp = (at: number): string => iso(at).replace(/[-:]|\.\d+/g, '');

const write = (file: string, bytes: Uint8Array): void => {
  try {
    writeFileSync(file, bytes, { flag: 'wx', mode: OWNER_ONLY });
  } catch (error) {
    throw new ExitError(1, `${file} cannot be made: ${messageOf(error)}`, { cause: error });
  }
};

export const support = async ({ data, json, out }: SupportFlags): Promise<void> => {
  const now = Date.now();
  const file = out ?? `millrace-support-${stamp(now)}.tar.gz`;
  const view = (await askOnce(data, { do: 'support' })) as SupportView;
  const files = bundle(view, machine(), randomBytes(SECRET_BYTES));
  write(file, gzipSync(tar(files, now)));
  const list = files.map(({ name, about, bytes }) => ({ name, bytes: bytes.length, about }));
  if (json === true) {
    printJson({ file, files: list });
    return;
  }
  const rows = list.map(({ name, bytes, about }) => [`  ${name}`, amount(bytes), about]);
  print(`wrote ${file}`, ...columns(rows, width()), HINT);
};

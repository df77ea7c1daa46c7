// One measurement in a process of its own: what another one left in the heap does not slow it.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A profile is a thousand functions. */
const BYTES_MAX = 64 * 1_024 * 1_024;

/** @returns what the program in this folder prints, as JSON */
export const ran = async (name, ...args) => {
  const program = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program, ...args.map(String)], { maxBuffer: BYTES_MAX });
  return JSON.parse(stdout);
};

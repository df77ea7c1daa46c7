// One measurement in a process of its own: what another one left in the heap does not slow it.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A profile is a thousand functions. */
const BYTES_MAX = 64 * 1_024 * 1_024;

/** @param name of a program in this folder; one that looks into lib/ is TypeScript @returns what it prints, as JSON */
export const ran = async (name, ...args) => {
  const isTyped = name.endsWith('.ts');
  const program = fileURLToPath(new URL(isTyped ? name : `${name}.mjs`, import.meta.url));
  const all = ['--expose-gc', ...(isTyped ? ['--import', 'tsx'] : []), program, ...args.map(String)];
  const { stdout } = await promisify(execFile)(process.execPath, all, { maxBuffer: BYTES_MAX });
  return JSON.parse(stdout);
};

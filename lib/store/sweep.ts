// Removes what writes that were cut off have left: they write `NAME.NUMBER` or `NAME.NUMBER.tmp` beside the file first.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * For the one process that has the folder, before it writes anything.
 *
 * @param names the files of the folder that are written in this way
 * @returns what was removed
 */
export const sweep = (folder: string, names: readonly string[]): readonly string[] => {
  const strays = readdirSync(folder).filter((entry) =>
    names.some((name) => entry.startsWith(`${name}.`) && /^\d+(\.tmp)?$/.test(entry.slice(name.length + 1))),
  );
  for (const stray of strays) rmSync(join(folder, stray), { force: true, recursive: true });
  return strays;
};

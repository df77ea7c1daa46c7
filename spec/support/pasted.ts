// The code blocks of a page, each in the file that it names, in a folder where `millrace` is the package itself.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { codeBlocks } from './codeBlocks.ts';

export interface Pasted {
  readonly folder: string;
  /** Of all blocks that name a file. */
  readonly names: readonly string[];
  path(name: string): string;
  /** What the module exports. The spec says of which type that is. */
  module<T>(name: string): Promise<T>;
  remove(): void;
}

const nameOf = (code: string): string | undefined => /^(?:\/\/|#) (\S+\.\w+)\n/.exec(code)?.[1];

export const pasted = (page: string): Pasted => {
  mkdirSync('.millrace', { recursive: true });
  const folder = mkdtempSync(join('.millrace', 'pasted-'));
  const names: string[] = [];
  for (const { code } of codeBlocks(page)) {
    const name = nameOf(code);
    if (name === undefined) continue;
    names.push(name);
    writeFileSync(join(folder, name), code);
  }
  const path = (name: string): string => join(folder, name);
  return {
    folder,
    names,
    path,
    module: async <T>(name: string) => (await import(pathToFileURL(path(name)).href)) as T,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

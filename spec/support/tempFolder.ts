// A folder of its own on the real disk for every test, removed afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TempFolder {
  /** For `beforeEach` and `afterEach`. */
  readonly make: () => void;
  readonly remove: () => void;
  /** The path of a file in it, or its own. */
  readonly path: (name?: string) => string;
}

export const tempFolder = (): TempFolder => {
  let folder = '';
  return {
    make: () => (folder = mkdtempSync(join(tmpdir(), 'millrace-'))),
    remove: () => rmSync(folder, { recursive: true, force: true }),
    path: (name = '.') => join(folder, name),
  };
};

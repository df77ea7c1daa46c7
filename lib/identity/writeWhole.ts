// Puts a file in its place whole or not at all, for its owner alone.
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const OWNER_ONLY = 0o600;
/** File systems without hard links (FAT, some network drives) say one of these. */
const NO_LINKS: readonly unknown[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/**
 * Writes a file that must survive a power cut. With `keep`, a file that is there already stays, whoever was faster: a
 * hard link never replaces anything, where a rename would.
 */
export const writeWhole = (file: string, text: string, { keep }: { readonly keep: boolean }): void => {
  const draft = `${file}.${process.pid}.tmp`;
  rmSync(draft, { force: true }); // left by a process of the same number that was killed at this very point
  const descriptor = openSync(draft, 'wx', OWNER_ONLY);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  try {
    if (keep) link(draft, file);
    else renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
  syncFolder(dirname(file));
};

const link = (draft: string, file: string): void => {
  try {
    linkSync(draft, file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (NO_LINKS.includes(code)) renameSync(draft, file);
    else if (code !== 'EEXIST') throw error;
  }
};

/** The name is safe only when the folder is; Windows cannot open one. */
const syncFolder = (folder: string): void => {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

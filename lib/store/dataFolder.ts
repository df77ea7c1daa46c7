// The folder of one node: its key, its address book, its last report, and the lock that keeps a second process out.
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../errors.ts';
import { LockedError, takeLock } from './lock.ts';
import { sweep } from './sweep.ts';

export interface DataPaths {
  readonly folder: string;
  /** The node's private key. */
  readonly key: string;
  /** The address book. */
  readonly book: string;
  /** What the places of the address book follow from. */
  readonly bookKey: string;
  /** The last status report that was asked for. */
  readonly report: string;
  /** The number of the last record that the node has signed. */
  readonly seq: string;
  readonly lock: string;
}

export interface DataFolder extends DataPaths {
  /** What an operator should know: the folder can be read by others, leftovers of a crash were removed. */
  readonly warnings: readonly string[];
  /** Lets the next process in. Harmless when called again. */
  readonly release: () => void;
}

/** The folder cannot be used; the message says which, why, and what can be done. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
}

const [KEY, BOOK, BOOK_KEY, REPORT, SEQ, LOCK] =
  ['node.key', 'peers.json', 'book.key', 'status.json', 'seq', 'lock'] as const;
/** Beside the key, by `loadNodeKey`. */
const [KEY_COPY, CERTIFICATE] = ['node.key.copy', 'node.crt'] as const;
/** Each is written beside itself first. */
const WRITTEN = [KEY, KEY_COPY, CERTIFICATE, BOOK, BOOK_KEY, REPORT, SEQ, LOCK];
const FOLDER_MODE = 0o700;
const OTHERS = 0o077;

/** Where everything is, whether or not it is there. The control socket's path is `controlPath`'s. */
export const dataPaths = (folder: string): DataPaths => ({
  folder,
  key: join(folder, KEY),
  book: join(folder, BOOK),
  bookKey: join(folder, BOOK_KEY),
  report: join(folder, REPORT),
  seq: join(folder, SEQ),
  lock: join(folder, LOCK),
});

/**
 * Makes the folder if need be, for its owner alone, takes its lock, and removes what a crash has left.
 *
 * Two containers that share a folder do not see each other's processes: there, only the orchestrator can keep one out.
 *
 * @throws DataFolderError
 * @example const folder = openDataFolder('.millrace'); try { await serve(folder); } finally { folder.release(); }
 */
export const openDataFolder = (folder: string): DataFolder => {
  const paths = dataPaths(folder);
  try {
    mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
    const warnings: string[] = [];
    const release = takeLock(paths.lock, (warning) => warnings.push(warning));
    try {
      return { ...paths, warnings: [...warnings, ...openToOthers(folder), ...swept(folder)], release };
    } catch (error) {
      release();
      throw error;
    }
  } catch (error) {
    const what = error instanceof LockedError ? 'is in use' : 'cannot be used';
    throw new DataFolderError(`data folder ${folder} ${what}: ${messageOf(error)}`, { cause: error });
  }
};

/** A folder that was there before is somebody's choice: it may be a mounted volume, or a home. */
const openToOthers = (folder: string): readonly string[] => {
  const { mode } = statSync(folder);
  if ((mode & OTHERS) === 0) return [];
  const octal = (mode & 0o777).toString(8);
  return [`data folder ${folder} has mode ${octal}, so others can look into it; 700 keeps them out`];
};

/** Leftovers take room, and nothing else: a disk that will not let them go is no reason not to start. */
const swept = (folder: string): readonly string[] => {
  try {
    const strays = sweep(folder, WRITTEN);
    return strays.length === 0 ? [] : [`data folder ${folder}: removed what a crash has left: ${strays.join(', ')}`];
  } catch (error) {
    return [`data folder ${folder}: could not be searched for what a crash has left: ${messageOf(error)}`];
  }
};

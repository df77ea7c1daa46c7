// Why a node's key cannot be used.

/** One line that names the file, what is wrong with it, and how to mend it. */
export class KeyError extends Error {
  override readonly name = 'KeyError';
}

// A recording that cannot be read.

/** A log that cannot be replayed; the message names the line and what is wrong with it. */
export class LogError extends Error {
  override readonly name = 'LogError';
}

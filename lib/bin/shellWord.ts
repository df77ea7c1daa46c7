// A word of a command that is printed to be pasted into a shell.

const PLAIN = /^[\w@%+=:,./-]+$/;

/** In quotes where a POSIX shell would make something else of it. */
export const shellWord = (word: string): string =>
  PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

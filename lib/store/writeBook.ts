// The address book as text: JSON with one entry a line, so that people can read it and `diff` it.
import { iso } from '../iso.ts';
import type { Ban } from '../state.ts';
import type { Book, BookAddress } from './book.ts';
import { checksum } from './checksum.ts';

/** A refusal's reason can quote what a remote sent. */
export const TEXT_LENGTH_MAX = 200;

const cut = (text: string): string => text.slice(0, TEXT_LENGTH_MAX);

const addressLine = (known: BookAddress): string => {
  const { endpoint, node, aliveAt, attempts, nextAttemptAt, lastError, from, learntAt } = known;
  const { provenAt, stoodMs, source, named, tried } = known;
  return JSON.stringify({
    address: endpoint,
    ...(node === undefined ? {} : { node }),
    ...(aliveAt === undefined ? {} : { aliveAt: iso(aliveAt) }),
    attempts,
    nextAttemptAt: iso(nextAttemptAt),
    ...(lastError === undefined ? {} : { lastError: cut(lastError) }),
    from: cut(from),
    learntAt: iso(learntAt),
    ...(provenAt === undefined ? {} : { provenAt: iso(provenAt) }),
    ...(stoodMs === undefined ? {} : { stoodMs }),
    ...(source === undefined ? {} : { source: cut(source) }),
    ...(named === undefined ? {} : { named }),
    ...(tried === undefined ? {} : { tried }),
  });
};

const banLine = ({ subject, until, reason }: Ban): string =>
  JSON.stringify({ subject, until: iso(until), reason: cut(reason) });

const list = (lines: readonly string[]): string => (lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n]`);

/**
 * Ends with the checksum of all that stands before it, for `readBook` to tell whether it is still what was written.
 *
 * @example writeBook(bookOf(state, now)) // what `readBook` reads
 */
export const writeBook = ({ addresses, bans, savedAt }: Book): string => {
  const saved = savedAt === undefined ? '' : `"savedAt":${JSON.stringify(iso(savedAt))},`;
  const text = `{"version":1,${saved}"addresses":${list(addresses.map(addressLine))},"bans":${list(bans.map(banLine))}`;
  return `${text},"sum":"${checksum(text)}"}\n`;
};

// What is new about a node after its entry has changed: how much of it others must be told.
import type { News } from './changes.ts';
import { newest, type Entry } from './entry.ts';

/** Whoever holds places besides is told whole: it is rare, and which of them has moved is not said by one header. */
const isSimple = (entry: Entry): boolean => entry.versions.length === 1;

export const newsOf = (before: Entry | undefined, after: Entry | undefined): News => {
  if (before === undefined || after === undefined || !isSimple(before) || !isSimple(after)) return 'record';
  const [{ record: old, attestations, rival }, { record: next }] = [newest(before), newest(after)];
  if (old.header.hash === next.header.hash && old.header.seq === next.header.seq) return 'doubt';
  if (old.header.bodyHash !== next.header.bodyHash) return 'record';
  return attestations.length > 0 || rival !== undefined ? 'refuted' : 'header';
};

// Which entries of a journal somebody wants to see.
import { endpointOf, hostOf, idOf } from '../address.ts';
import { addressOf } from '../recording/findings.ts';
import type { EntryJson } from '../status/entryJson.ts';

export interface Wanted {
  readonly kind?: readonly string[];
  readonly type?: readonly string[];
  /** Sources, reducers, policies, guards and effects by name. */
  readonly by?: readonly string[];
  /** A connection, a node id or its first characters, HOST:PORT, or a host. */
  readonly subject?: string;
}

/** A connection as far as its subject matters. */
export interface Connection {
  readonly peer: string;
  readonly id: string | null;
  readonly address: string;
}

/** As many letters of an id as displays show. */
const SHORT_ID = /^[a-z2-7]{8,32}$/;
/** An entry is an event: a hello is its deepest part. */
const DEPTH_MAX = 6;

const bare = (host: string): string => host.replace(/^\[|\]$/g, '');

/** Whether a text in an entry names the subject, in whatever form. */
const names = (text: string, subject: string): boolean => {
  if (text === subject || (SHORT_ID.test(subject) && text.length === 32 && text.startsWith(subject))) return true;
  if (!text.includes(':') || addressOf(text) === undefined) return false;
  return endpointOf(text) === subject || bare(hostOf(text)) === bare(subject) ||
    (SHORT_ID.test(subject) && idOf(text)?.startsWith(subject) === true);
};

const mentions = (value: unknown, subject: string, depth = 0): boolean => {
  if (typeof value === 'string') return names(value, subject);
  if (typeof value !== 'object' || value === null || depth === DEPTH_MAX) return false;
  return Object.values(value).some((inner) => mentions(inner, subject, depth + 1));
};

/**
 * Learns from the entries it is shown which connections belong to the subject, so that it knows what is said of these
 * afterwards.
 *
 * @param known the connections that there are already
 * @example entryFilter({ subject: '4kxqabcd', kind: ['refusal'] }, []) // (entry) => boolean
 */
export const entryFilter = (wanted: Wanted, known: readonly Connection[]): ((entry: EntryJson) => boolean) => {
  const { kind, type, by, subject } = wanted;
  const peers = new Set(
    known.filter((one) => subject !== undefined && mentions(one, subject)).map(({ peer }) => peer));
  const isAbout = (entry: EntryJson): boolean => {
    if (subject === undefined) return true;
    const { peer } = entry as { peer?: unknown };
    const isMeant = (typeof peer === 'string' && peers.has(peer)) || mentions(entry, subject);
    if (isMeant && typeof peer === 'string') {
      if (entry.type === 'peer-closed') peers.delete(peer); // it is never used again
      else peers.add(peer);
    }
    return isMeant;
  };
  const isOne = (list: readonly string[] | undefined, value: string): boolean => list?.includes(value) ?? true;
  return (entry) =>
    isAbout(entry) && isOne(kind, entry.kind) && isOne(type, entry.type) && isOne(by, entry.by);
};

// What the node has told of itself, entry by entry, and where something is missing in between. Bounded: a page may be
// open for weeks.
import type { EntryJson } from '../../status/entryJson.ts';

export interface ToldEntry extends EntryJson {
  /** The entry as a sentence, as the node writes it. */
  readonly text?: string;
}

/** @property key counts up by one as long as the page is open */
export type Item = { readonly key: number } & (
  | { readonly type: 'entry'; readonly entry: ToldEntry }
  /** Some that were sent, and not received. */
  | { readonly type: 'gap'; readonly count: number }
  /** Another process has taken the place of the node: its ids count from 1 again. */
  | { readonly type: 'restart'; readonly at: number }
);

export interface Told {
  /** Oldest first. */
  readonly items: readonly Item[];
  readonly nextKey: number;
  /** The number of the last message of the stream, which counts up by one. */
  readonly lastSeq?: number;
  /** Every type that has come, for the filter. */
  readonly types: readonly string[];
}

export const NOTHING_TOLD: Told = { items: [], nextKey: 1, types: [] };

/** A few minutes of a busy node. */
export const ITEMS_MAX = 1_000;
/** There are some fifty; whoever serves the page may know more. */
const TYPES_MAX = 100;

/** Without the keys, which `appended` gives. */
type Fresh =
  | { readonly type: 'entry'; readonly entry: ToldEntry }
  | { readonly type: 'gap'; readonly count: number }
  | { readonly type: 'restart'; readonly at: number };

const appended = (told: Told, fresh: Fresh): Told => ({
  ...told,
  items: [...told.items.slice(Math.max(0, told.items.length + 1 - ITEMS_MAX)), { ...fresh, key: told.nextKey }],
  nextKey: told.nextKey + 1,
});

const typesWith = (types: readonly string[], type: string): readonly string[] =>
  types.includes(type) || types.length >= TYPES_MAX ? types : [...types, type].sort();

const withMissing = (told: Told, missing: number): Told =>
  missing > 0 ? appended(told, { type: 'gap', count: missing }) : told;

/** A stream begins, or begins again. @param seq of the last entry before all that will come on it */
export const withOpened = (told: Told, seq: number): Told => ({
  ...withMissing(told, seq - (told.lastSeq ?? seq)),
  lastSeq: seq,
});

/** @param seq the number of its message; one that was there before is no news */
export const withEntry = (told: Told, entry: ToldEntry, seq: number): Told => {
  if (told.lastSeq !== undefined && seq <= told.lastSeq) return told;
  const whole = withMissing(told, seq - 1 - (told.lastSeq ?? seq - 1));
  return {
    ...appended({ ...whole, lastSeq: seq }, { type: 'entry', entry }),
    types: typesWith(told.types, entry.type),
  };
};

/** The numbers of the new process have nothing to do with those of the old one. */
export const restarted = ({ lastSeq: _, ...told }: Told, at: number): Told => appended(told, { type: 'restart', at });

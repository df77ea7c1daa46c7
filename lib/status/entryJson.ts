// A journal entry as `millrace events --json` and `why --json` write it (schema/entry.schema.json).
import { iso } from '../iso.ts';
import type { Entry } from '../journal.ts';

/** The event or command itself, with its own fields as they are: times inside are milliseconds since 1970. */
export interface EntryJson {
  readonly id: number;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly kind: Entry['kind'];
  readonly by: string;
  /** The entry that led to it; null for what came from outside. */
  readonly cause: number | null;
  readonly type: string;
  readonly [field: string]: unknown;
}

export const entryJson = (entry: Entry): EntryJson => {
  const { id, kind, by, cause } = entry;
  const envelope = { id, at: iso(entry.at), kind, by, cause: cause ?? null };
  if (entry.kind !== 'command') return { ...envelope, ...entry.event };
  const { command, inputs } = entry;
  return { ...envelope, ...command, ...(inputs === undefined ? {} : { inputs }) };
};

// `millrace events`: what happens in a running node, as it happens, a line an entry; what has happened, if asked.
import { filter, type Observable } from 'rxjs';
import { bufferedValuesFrom } from 'rxjs-for-await';
import type { EntryJson } from '../../status/entryJson.ts';
import type { PeerReport } from '../../status/peersReport.ts';
import { askNode, askOnce, type AskFlags } from '../askNode.ts';
import { entryFilter, type Connection, type Wanted } from '../entryFilter.ts';
import { print } from '../output.ts';
import { painter, type Tone } from '../paint.ts';
import { untilSignal } from '../untilSignal.ts';

export interface EventsFlags extends AskFlags, Wanted {
  readonly all?: boolean;
  /** Milliseconds since 1970. */
  readonly since?: number;
  readonly past?: boolean;
}

interface EventLine {
  readonly entry: EntryJson;
  readonly text: string;
}

const TONES: Partial<Record<EntryJson['kind'], Tone>> = { command: 'title', refusal: 'doubtful' };

const connections = async ({ data, subject }: EventsFlags): Promise<readonly Connection[]> =>
  subject === undefined ? [] : ((await askOnce(data, { do: 'peers' })) as readonly PeerReport[]);

const wantedOf = (flags: EventsFlags): Observable<unknown> => {
  const { data, all = false, past, type } = flags;
  const since = flags.since ?? (past === true ? 0 : undefined);
  // A subject's connections are known by entries of other types: then the node is asked for all of them.
  const types = type === undefined || flags.subject !== undefined ? {} : { types: type };
  const when = { isPast: past === true, ...(since === undefined ? {} : { since }) };
  return askNode(data, { do: 'events', all: all || type !== undefined, ...when, ...types });
};

export const events = async (flags: EventsFlags): Promise<void> => {
  const isWanted = entryFilter(flags, await connections(flags));
  const paint = painter();
  const shown = ({ entry, text }: EventLine): string => {
    if (flags.json === true) return JSON.stringify(entry);
    const tone = TONES[entry.kind];
    return tone === undefined ? text : paint(tone, text);
  };
  const line$ = wantedOf(flags).pipe(filter((line) => isWanted((line as EventLine).entry)), untilSignal());
  // In bunches: what came while a slow terminal took the last lines is written at once.
  for await (const lines of bufferedValuesFrom(line$)) print(...(lines as EventLine[]).map(shown));
};

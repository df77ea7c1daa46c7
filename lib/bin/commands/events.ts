// `millrace events`: what happens in a running node, as it happens, a line an entry.
import { bufferedValuesFrom } from 'rxjs-for-await';
import type { EntryJson } from '../../status/entryJson.ts';
import { askNode, type AskFlags } from '../askNode.ts';
import { print } from '../output.ts';
import { untilSignal } from '../untilSignal.ts';

export interface EventsFlags extends AskFlags {
  readonly all?: boolean;
}

interface EventLine {
  readonly entry: EntryJson;
  readonly text: string;
}

export const events = async ({ data, json, all = false }: EventsFlags): Promise<void> => {
  const line$ = askNode(data, { do: 'events', all }).pipe(untilSignal());
  // In bunches: what came while a slow terminal took the last lines is written at once.
  for await (const lines of bufferedValuesFrom(line$)) {
    print(...(lines as EventLine[]).map(({ entry, text }) => (json === true ? JSON.stringify(entry) : text)));
  }
};

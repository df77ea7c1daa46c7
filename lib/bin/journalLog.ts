// Every entry of the journal as a sentence, for whoever runs a node with DEBUG=millrace:*.
import debug from 'debug';
import { EMPTY, ignoreElements, tap, type Observable } from 'rxjs';
import type { RingJournal } from '../journals/ringJournal.ts';
import { isPassing } from '../passing.ts';
import { sentence } from '../status/sentence.ts';

const logs = { event: debug('millrace:event'), command: debug('millrace:command'), refusal: debug('millrace:refusal') };
const passing = debug('millrace:passing');

/** Emits nothing; costs nothing when nobody listens. */
export const journalLog = (journal: RingJournal): Observable<never> =>
  [...Object.values(logs), passing].some(({ enabled }) => enabled)
    ? journal.entry$.pipe(
        tap((entry) => (isPassing(entry) ? passing : logs[entry.kind])('%s', sentence(entry, (id) => journal.get(id)))),
        ignoreElements(),
      )
    : EMPTY;

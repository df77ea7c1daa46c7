// What of its node HTTP shows: it reads, and can change nothing.
import type { RingJournal } from '../journals/ringJournal.ts';
import type { State } from '../state.ts';
import type { Report } from '../status/statusReport.ts';

export interface HttpView {
  state(): State;
  report(): Report;
  readonly journal: RingJournal;
}

// What of its node HTTP shows: it reads, and can change nothing.
import type { RingJournal } from '../journals/ringJournal.ts';
import type { State } from '../state.ts';
import type { Report } from '../status/statusReport.ts';

/** What a `Registry` of prom-client is, and whatever else can write its metrics. */
export interface MetricsText {
  readonly contentType: string;
  metrics(): Promise<string>;
}

export interface HttpView {
  state(): State;
  report(): Report;
  readonly journal: RingJournal;
  /** Without, there is no `/metrics`. */
  readonly metrics?: MetricsText;
}

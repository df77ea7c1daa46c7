// All that can happen to the page: what the node says, and what its reader does.
import type { Filter, NetworkView, Report, Selection, Source, Tab, Theme, Why } from './page.ts';
import type { ToldEntry } from './told.ts';

export type Action =
  // The node
  | { readonly type: 'status-came'; readonly status: Report }
  | { readonly type: 'network-came'; readonly network: NetworkView }
  | { readonly type: 'answer-came' }
  | { readonly type: 'stream-opened'; readonly seq: number }
  /** The node no longer knows what was before the entry of that number. */
  | { readonly type: 'gap-came'; readonly next: number }
  | { readonly type: 'entry-came'; readonly entry: ToldEntry; readonly seq: number }
  | { readonly type: 'link-lost'; readonly source: Source; readonly error: string }
  | { readonly type: 'why-came'; readonly why: Why }
  // Time
  | { readonly type: 'clock-moved' }
  // The reader
  | { readonly type: 'selected'; readonly selection: Selection | undefined }
  | { readonly type: 'searched'; readonly query: string }
  | { readonly type: 'tab-chosen'; readonly tab: Tab }
  | { readonly type: 'sorted'; readonly table: 'peers' | 'nodes'; readonly by: string }
  | { readonly type: 'filtered'; readonly filter: Partial<Filter> }
  | { readonly type: 'held'; readonly isHeld: boolean }
  | { readonly type: 'theme-chosen'; readonly theme: Theme }
  | { readonly type: 'help-asked'; readonly isHelped: boolean };

/** An action, and when it happened: milliseconds since 1970. */
export type Timed = Action & { readonly at: number };

// All that the page knows: one immutable value, made from actions by a reducer and drawn by the views.
import type { NetworkView } from '../../status/networkView.ts';
import type { Report } from '../../status/statusReport.ts';
import type { Connection } from './connections.ts';
import type { Told } from './told.ts';

export type { NetworkView, Report };

/** What one looks at: its card is open, and the map shows it. */
export type Selection =
  | { readonly type: 'node'; readonly id: string }
  | { readonly type: 'edge'; readonly tail: string; readonly head: string };

/** An answer of `/why/SUBJECT`, or what became of the question. */
export type Why =
  | { readonly type: 'asking'; readonly subject: string }
  | { readonly type: 'told'; readonly subject: string; readonly summary: string;
      /** Newest first. */
      readonly lines: readonly { readonly at: string; readonly text: string }[] }
  | { readonly type: 'unknown'; readonly subject: string; readonly error: string };

/** What the page lives on: the stream of events, and the answers to its questions. */
export type Source = 'stream' | 'answers';

/** Since when one of them is missing. */
export interface Fault {
  readonly since: number;
  readonly error: string;
}

export type Kind = 'event' | 'command' | 'refusal';

export interface Filter {
  readonly kinds: readonly Kind[];
  /** Empty: all. */
  readonly type: string;
  readonly text: string;
  readonly subject: string;
}

export type Tab = 'peers' | 'nodes' | 'events';
export type Theme = 'auto' | 'light' | 'dark';

export interface Sort {
  readonly by: string;
  readonly isDown: boolean;
}

export interface Page {
  readonly faults: Readonly<Partial<Record<Source, Fault>>>;
  /** When the last answer of any kind came. */
  readonly heardAt?: number;
  /** When the last report came. */
  readonly reportedAt?: number;
  readonly now: number;
  /** How far the clock of the node is ahead of the reader's. */
  readonly skewMs: number;
  readonly status?: Report;
  readonly network?: NetworkView;
  readonly peers: readonly Connection[];
  /** The last round-trip times of each connection that is there, oldest first. */
  readonly rtts: ReadonlyMap<string, readonly number[]>;
  /** Bytes a second in and out, between the last two reports. */
  readonly rates: ReadonlyMap<string, { readonly in: number; readonly out: number }>;
  readonly told: Told;
  readonly filter: Filter;
  /** The last id that is shown while the stream is held. */
  readonly heldAt?: number;
  readonly selection?: Selection;
  readonly why?: Why;
  readonly query: string;
  readonly tab: Tab;
  readonly sorts: Readonly<Record<'peers' | 'nodes', Sort>>;
  readonly theme: Theme;
  readonly isHelped: boolean;
}

/** The time at the node: what it tells is to be compared with that. */
export const nodeNow = ({ now, skewMs }: Pick<Page, 'now' | 'skewMs'>): number => now + skewMs;

export const ALL_KINDS: readonly Kind[] = ['event', 'command', 'refusal'];

export const NO_FILTER: Filter = { kinds: ALL_KINDS, type: '', text: '', subject: '' };

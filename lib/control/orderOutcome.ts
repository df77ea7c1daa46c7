// Gives an order to the loop and tells what came of it. The loop is synchronous: when the event has been emitted, the
// journal has every command, refusal and event that followed at once, each with its cause.
import { filter, from, map, merge, Observable, of, raceWith, take, timer, type SchedulerLike } from 'rxjs';
import type { OperatorRequest } from '../command.ts';
import type { PeerId } from '../event.ts';
import type { Entry, EntryId } from '../journal.ts';
import type { RingJournal } from '../journals/ringJournal.ts';
import { ControlError } from './controlError.ts';

/** What an order led to. */
export interface OrderOutcome {
  /** The order's own entry: where to follow it in the journal. */
  readonly entry: EntryId;
  /** The connections that were begun or are being ended. */
  readonly peers: readonly PeerId[];
  /** Who is banned now, or is no longer. */
  readonly subjects: readonly string[];
  /** What was written. */
  readonly file?: string;
}

/** Of one order: it closes at most as many connections as there are, with some entries each. */
const ENTRIES_MAX = 100_000;

/** A report is a file of some kilobytes; a disk that takes longer is in trouble. */
const FILE_MS_MAX = 5_000;

interface Traced {
  readonly root: EntryId;
  readonly entries: readonly Entry[];
}

/** The journal's stream never errors; if it did, that would be a bug to hear of. */
const shout = (error: unknown): never => {
  throw error;
};

/** Runs `emit` and keeps the entries that go back to the order it emits. */
const traced = (journal: RingJournal, request: OperatorRequest, emit: () => void): Traced => {
  const entries: Entry[] = [];
  const ids = new Set<EntryId>();
  const isRoot = (entry: Entry): boolean =>
    ids.size === 0 && entry.kind === 'event' && entry.event.type === 'command-requested' &&
    entry.event.request === request;
  const follow = (entry: Entry): void => {
    const follows = entry.cause !== undefined && ids.has(entry.cause);
    if (!(isRoot(entry) || follows) || entries.length >= ENTRIES_MAX) return;
    ids.add(entry.id);
    entries.push(entry);
  };
  const subscription = journal.entry$.subscribe({ next: follow, error: shout });
  emit();
  subscription.unsubscribe();
  const root = entries[0]?.id;
  if (root === undefined) throw new ControlError('refused', 'the node is ending and took no order');
  return { root, entries };
};

/** The guard's answer to what was ordered; not to what a policy wanted in its wake. */
const refusalOf = ({ root, entries }: Traced): string | undefined => {
  const commands = entries.filter(({ kind, cause }) => kind === 'command' && cause === root);
  const ordered = new Set(commands.map(({ id }) => id));
  for (const entry of entries) {
    if (entry.kind === 'refusal' && entry.cause !== undefined && ordered.has(entry.cause)) {
      return `refused by guard ${entry.event.guard}: ${entry.event.reason}`;
    }
  }
  return undefined;
};

const outcomeOf = ({ root, entries }: Traced): OrderOutcome => {
  const peers = new Set<PeerId>();
  const subjects = new Set<string>();
  for (const entry of entries) {
    if (entry.kind === 'command' && entry.command.type === 'close') peers.add(entry.command.peer);
    if (entry.kind !== 'event') continue;
    const { event } = entry;
    if (event.type === 'dial-started') peers.add(event.peer);
    if (event.type === 'subject-banned' || event.type === 'subject-unbanned') subjects.add(event.subject);
  }
  return { entry: root, peers: [...peers], subjects: [...subjects] };
};

/** The file that comes of a dump, once it is written; one that was ordered later may be written in its place. */
const written = (journal: RingJournal, trace: Traced, scheduler: SchedulerLike): Observable<OrderOutcome> => {
  const outcome = (entry: Entry): OrderOutcome | undefined => {
    if (entry.kind !== 'event' || entry.cause === undefined || entry.cause < trace.root) return undefined;
    if (entry.event.type === 'report-written') return { ...outcomeOf(trace), file: entry.event.file };
    if (entry.event.type !== 'report-failed') return undefined;
    throw new ControlError('refused', `the report could not be written to ${entry.event.file}: ${entry.event.error}`);
  };
  const late = (): never => {
    throw new ControlError('refused', `the report was not written within ${FILE_MS_MAX / 1_000} s`);
  };
  const already = trace.entries.map(outcome).find((found) => found !== undefined);
  if (already !== undefined) return of(already);
  return journal.entry$.pipe(
    map(outcome),
    filter((found) => found !== undefined),
    raceWith(timer(FILE_MS_MAX, scheduler).pipe(map(late))),
    take(1),
  );
};

/**
 * A ban, or its end, is answered for once it is on the disk: whatever ends the process next, it stands.
 */
const saved = (journal: RingJournal, trace: Traced, scheduler: SchedulerLike): Observable<OrderOutcome> => {
  const save = trace.entries.find((entry) => entry.kind === 'command' && entry.command.type === 'save');
  if (save === undefined) return of(outcomeOf(trace));
  const ended$ = merge(from(trace.entries), journal.entry$).pipe(
    filter((entry) => entry.kind === 'event' && entry.cause !== undefined && entry.cause >= save.id),
    map((entry) => (entry.kind === 'event' ? entry.event : undefined)),
    filter((event) => event?.type === 'book-saved' || event?.type === 'book-failed'),
    map((event) => {
      if (event.type !== 'book-failed') return outcomeOf(trace);
      throw new ControlError('refused', `done, but only until this node ends: ${event.file}: ${event.error}`);
    }),
  );
  return ended$.pipe(
    raceWith(timer(FILE_MS_MAX, scheduler).pipe(map((): never => {
      throw new ControlError('refused', `done, but not on the disk within ${FILE_MS_MAX / 1_000} s`);
    }))),
    take(1),
  );
};

interface Ordering {
  readonly emit: () => void;
  readonly scheduler: SchedulerLike;
  /** Whether somebody carries out `save`, and says what came of it. */
  readonly keepsBook?: boolean;
}

/**
 * Emits what the order led to and completes; errors with a ControlError when a guard refused it.
 *
 * @param emit gives the request's event to the loop; called once, when subscribed
 */
export const orderOutcome = (
  journal: RingJournal,
  request: OperatorRequest,
  { emit, scheduler, keepsBook = false }: Ordering,
): Observable<OrderOutcome> =>
  new Observable((out) => {
    const trace = traced(journal, request, emit);
    const refusal = refusalOf(trace);
    if (refusal !== undefined) throw new ControlError('refused', refusal);
    if (request.type === 'dump') return written(journal, trace, scheduler).subscribe(out);
    if (keepsBook) return saved(journal, trace, scheduler).subscribe(out);
    out.next(outcomeOf(trace));
    out.complete();
    return undefined;
  });

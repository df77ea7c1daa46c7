// Remembers the last entries, and everything that made up the life of a connection for as long as it lives. What comes
// every second and matters only when something came of it (a tick, a sign of life) is kept once it is named as a cause.
import { Subject, type Observable } from 'rxjs';
import type { PeerId } from '../event.ts';
import type { Entry, EntryId, Journal } from '../journal.ts';
import { Latest } from '../latest.ts';
import { isPassing } from '../passing.ts';

/** Some two megabytes: a day of a quiet node, minutes of a storm. */
export const ENTRIES_MAX = 10_000;

/** Of what is held back until it is named as a cause. A cause is named within the same burst, so few are needed. */
const PASSING_MAX = 1_024;

/** Of one connection's life: the first ones say how it came to be, and then the latest ones follow. */
const LIFE_FIRST_MAX = 12;
const LIFE_LATEST_MAX = 12;

/** Fifty times what the default guards let live at once. Past it, who began longest ago is remembered like the rest. */
const LIVES_MAX = 4_096;

interface Life {
  readonly first: Entry[];
  readonly latest: Entry[];
}

/** The connection that an entry is about. */
const peerOf = (entry: Entry): PeerId | undefined => {
  const about = entry.kind === 'command' ? entry.command : entry.event;
  return 'peer' in about ? about.peer : undefined;
};

/** What a connection begins with, and nothing that is said of it once it has ended. */
const isBeginning = (entry: Entry): boolean =>
  entry.kind === 'event' && (entry.event.type === 'connection-accepted' || entry.event.type === 'dial-started');

const isEnd = (entry: Entry): boolean => entry.kind === 'event' && entry.event.type === 'peer-closed';

const add = ({ first, latest }: Life, entry: Entry): void => {
  if (first.includes(entry) || latest.includes(entry)) return;
  if (first.length < LIFE_FIRST_MAX) first.push(entry);
  else if (latest.push(entry) > LIFE_LATEST_MAX) latest.shift();
};

const found = ({ first, latest }: Life, id: EntryId): Entry | undefined =>
  first.find((entry) => entry.id === id) ?? latest.find((entry) => entry.id === id);

export class RingJournal implements Journal {
  #entries = new Latest<EntryId, Entry>(ENTRIES_MAX);
  #passing = new Latest<EntryId, Entry>(PASSING_MAX);
  readonly #lives = new Map<PeerId, Life>();
  readonly #entry$ = new Subject<Entry>();
  #lastId: EntryId = 0;

  /** Every entry from now on, the passing ones too. */
  readonly entry$: Observable<Entry> = this.#entry$.asObservable();

  record(entry: Entry): void {
    if (entry.id <= this.#lastId) this.#beginAnew();
    this.#lastId = entry.id;
    if (entry.cause !== undefined) this.#keepPassing(entry.cause);
    if (isPassing(entry)) this.#passing.set(entry.id, entry);
    else this.#keep(entry);
    if (this.#entry$.observed) this.#entry$.next(entry); // to say it to nobody costs as much as to remember it
  }

  /** An entry that is still remembered. */
  get(id: EntryId): Entry | undefined {
    return this.#entries.get(id) ?? this.#passing.get(id) ?? this.#inLives(id);
  }

  /** What is remembered, in order of id: of everything, and of the connections that still live. */
  all(): readonly Entry[] {
    const entries = new Set(this.#entries.values());
    for (const { first, latest } of this.#lives.values()) {
      for (const entry of first) entries.add(entry);
      for (const entry of latest) entries.add(entry);
    }
    return [...entries].sort((a, b) => a.id - b.id); // what was passing, and is kept since, comes late
  }

  /** A node that is started again counts from 1 again: two entries of one id would be taken for each other. */
  #beginAnew(): void {
    this.#entries = new Latest(ENTRIES_MAX);
    this.#passing = new Latest(PASSING_MAX);
    this.#lives.clear();
  }

  #keep(entry: Entry): void {
    this.#entries.set(entry.id, entry);
    const peer = peerOf(entry);
    if (peer === undefined) return;
    if (isEnd(entry)) {
      this.#lives.delete(peer);
      return;
    }
    const life = isBeginning(entry) ? this.#begin(peer) : this.#lives.get(peer);
    if (life !== undefined) this.#live(life, entry);
  }

  #keepPassing(id: EntryId): void {
    const entry = this.#passing.get(id);
    if (entry === undefined) return;
    this.#passing.delete(id);
    this.#keep(entry);
  }

  #begin(peer: PeerId): Life {
    const life = { first: [], latest: [] };
    this.#lives.set(peer, life);
    if (this.#lives.size > LIVES_MAX) for (const oldest of this.#lives.keys()) {
      this.#lives.delete(oldest);
      break;
    }
    return life;
  }

  #live(life: Life, entry: Entry): void {
    const { cause } = entry;
    const led = cause === undefined ? undefined : (found(life, cause) ?? this.get(cause));
    if (led !== undefined) add(life, led);
    add(life, entry);
  }

  #inLives(id: EntryId): Entry | undefined {
    for (const life of this.#lives.values()) {
      const entry = found(life, id);
      if (entry !== undefined) return entry;
    }
    return undefined;
  }
}

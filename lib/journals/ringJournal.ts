// Remembers the last entries, and everything that made up the life of a connection for as long as it lives. What comes
// every second and matters only when something came of it (a tick, a sign of life) is kept once it is named as a cause.
import { Subject, type Observable } from 'rxjs';
import type { PeerId } from '../event.ts';
import type { Entry, EntryId, Journal } from '../journal.ts';
import { Latest } from '../latest.ts';

/** Some two megabytes: a day of a quiet node, minutes of a storm. */
export const ENTRIES_MAX = 10_000;

/** Of what is held back until it is named as a cause. A cause is named within the same burst, so few are needed. */
const PASSING_MAX = 1_024;

/** Of one connection's life: the first ones say how it came to be, and then the latest ones follow. */
const LIFE_FIRST_MAX = 12;
const LIFE_LATEST_MAX = 12;

interface Life {
  readonly first: Entry[];
  readonly latest: Entry[];
}

const isPassing = (entry: Entry): boolean =>
  entry.kind === 'event'
    ? entry.event.type === 'ticked' || entry.event.type === 'peer-heard'
    : entry.kind === 'command' && entry.command.type === 'ping';

/** The connection that an entry is about. */
const peerOf = (entry: Entry): PeerId | undefined => {
  const about = entry.kind === 'command' ? entry.command : entry.event;
  return 'peer' in about ? about.peer : undefined;
};

export class RingJournal implements Journal {
  readonly #entries = new Latest<EntryId, Entry>(ENTRIES_MAX);
  readonly #passing = new Latest<EntryId, Entry>(PASSING_MAX);
  readonly #lives = new Map<PeerId, Life>();
  readonly #entry$ = new Subject<Entry>();

  /** Every entry from now on, the passing ones too. */
  readonly entry$: Observable<Entry> = this.#entry$.asObservable();

  record(entry: Entry): void {
    if (entry.cause !== undefined) this.#keepPassing(entry.cause);
    if (isPassing(entry)) this.#passing.set(entry.id, entry);
    else this.#keep(entry);
    this.#entry$.next(entry);
  }

  /** An entry that is still remembered. */
  get(id: EntryId): Entry | undefined {
    return this.#entries.get(id) ?? this.#passing.get(id) ?? this.#inLives(id);
  }

  /** What is remembered, oldest first: of everything, and of the connections that still live. */
  *all(): Generator<Entry> {
    const older = new Map<EntryId, Entry>();
    for (const { first, latest } of this.#lives.values()) {
      for (const entry of [...first, ...latest]) if (!this.#entries.has(entry.id)) older.set(entry.id, entry);
    }
    yield* [...older.values()].sort((a, b) => a.id - b.id);
    yield* this.#entries.values();
  }

  #keep(entry: Entry): void {
    this.#entries.set(entry.id, entry);
    const peer = peerOf(entry);
    if (peer === undefined) return;
    if (entry.kind === 'event' && entry.event.type === 'peer-closed') this.#lives.delete(peer);
    else this.#live(peer, entry);
  }

  /** Passing entries come in order of their ids, but this one is older than what was kept since: `all` may show it late. */
  #keepPassing(id: EntryId): void {
    const entry = this.#passing.get(id);
    if (entry === undefined) return;
    this.#passing.delete(id);
    this.#keep(entry);
  }

  #live(peer: PeerId, entry: Entry): void {
    const life = this.#lives.get(peer) ?? { first: [], latest: [] };
    this.#lives.set(peer, life);
    const cause = entry.cause === undefined ? undefined : this.get(entry.cause);
    for (const one of cause === undefined ? [entry] : [cause, entry]) {
      if (life.first.includes(one) || life.latest.includes(one)) continue;
      if (life.first.length < LIFE_FIRST_MAX) life.first.push(one);
      else if (life.latest.push(one) > LIFE_LATEST_MAX) life.latest.shift();
    }
  }

  #inLives(id: EntryId): Entry | undefined {
    for (const { first, latest } of this.#lives.values()) {
      const found = first.find((entry) => entry.id === id) ?? latest.find((entry) => entry.id === id);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

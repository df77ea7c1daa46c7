// Writes down what a node cannot compute again. It stands around the parts of a controller and changes none: what
// comes in is noted as it comes in, and the clock of the loop and of the policies stands still within a burst.
import { Observable } from 'rxjs';
import { groundsOf } from '../because.ts';
import type { Command } from '../command.ts';
import type { Parts } from '../controller.ts';
import type { Caused } from '../effect.ts';
import type { Env } from '../env.ts';
import type { Event } from '../event.ts';
import type { Entry, EntryId, Journal } from '../journal.ts';
import type { Policy } from '../policy.ts';
import { LOG_VERSION, type LogLine, type LogWriter } from './logLine.ts';
import { NumberedTimers } from './timers.ts';

/** So many draws are in one line at most; a node draws a few for every dial. */
const DRAWS_PER_LINE_MAX = 64;

export class Recorder {
  /** For the policies: their timers and their chance are inputs as well. */
  readonly env: Env;
  readonly #log: LogWriter;
  readonly #real: Env;
  #at: number;
  /** How deep in calls from outside we are: 0 is between two bursts. The start is a burst as well. */
  #depth = 0;
  #turn: EntryId = 0;
  #draws: number[] = [];
  #ended = false;

  constructor(real: Env, log: LogWriter) {
    this.#real = real;
    this.#log = log;
    this.#at = real.scheduler.now();
    const timers = new NumberedTimers(
      () => this.#at,
      (timer, fire, delayMs) => real.scheduler.schedule(() => this.#enter(() => ['w', this.#at, timer], fire), delayMs),
    );
    this.env = { scheduler: timers, random: () => this.#drawn(), soon: real.soon };
  }

  /** The same parts, overheard. @param habits what the policies and guards were made with, for the header */
  overhearing(parts: Parts, habits: unknown): Parts {
    this.#log.write({
      millrace: LOG_VERSION,
      at: this.#at,
      self: parts.initial.self,
      sources: Object.keys(parts.sources),
      effects: Object.keys(parts.effects),
      reducers: Object.keys(parts.reducers),
      policies: Object.keys(parts.policies),
      guards: Object.keys(parts.guards),
      habits,
    });
    return {
      ...parts,
      sources: mapped(parts.sources, (event$, by) => this.#overheard(event$, (event) => [by, event, undefined])),
      effects: mapped(parts.effects, (effect, by) => (issued$) =>
        this.#overheard(issued$.pipe(effect), ({ event, cause }: Caused) => [by, event, cause])),
      policies: mapped(parts.policies, (policy, by): Policy => (step$) => this.#listenedTo(step$.pipe(policy), by)),
      journal: this.#noting(parts.journal),
      now: () => this.#at,
    };
  }

  /** The run has come to its end in good order. */
  ended(): void {
    this.#flushDraws();
    this.#write(['z']);
    this.#ended = true; // what was under way then leads to nothing
  }

  #overheard<T>(said$: Observable<T>, what: (said: T) => readonly [string, Event, EntryId | undefined]): Observable<T> {
    return new Observable((out) =>
      said$.subscribe({
        next: (said) => {
          const [by, event, cause] = what(said);
          this.#enter(() => this.#told(by, event, cause), () => out.next(said));
        },
        error: (error: unknown) => out.error(error),
        complete: () => out.complete(),
      }),
    );
  }

  /** A policy speaks when it is spoken to, or when a timer of the node fires; else its words are an input too. */
  #listenedTo(command$: Observable<Command>, by: string): Observable<Command> {
    return new Observable((out) => {
      const spoken = (command: Command): void =>
        this.#depth > 0 ? out.next(command) : this.#enter(() => this.#spoke(by, command), () => out.next(command));
      this.#depth += 1;
      try {
        return command$.subscribe({
          next: spoken,
          error: (error: unknown) => out.error(error),
          complete: () => out.complete(),
        });
      } finally {
        this.#depth -= 1;
      }
    });
  }

  #told(by: string, event: Event, cause: EntryId | undefined): LogLine {
    if (this.#depth === 1) return cause === undefined ? ['o', this.#at, by, event] : ['o', this.#at, by, event, cause];
    return cause === undefined ? ['i', this.#turn, by, event] : ['i', this.#turn, by, event, cause];
  }

  #spoke(by: string, command: Command): LogLine {
    const cause = groundsOf(command)?.cause;
    return cause === undefined ? ['p', this.#at, by, command] : ['p', this.#at, by, command, cause];
  }

  /** Everything from outside comes through here; what comes while something else is at work belongs to its burst. */
  #enter(line: () => LogLine, work: () => void): void {
    this.#depth += 1;
    if (this.#depth === 1) {
      this.#flushDraws(); // of the start: nobody draws between two bursts
      this.#at = this.#real.scheduler.now();
    }
    this.#write(line());
    try {
      work();
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.#flushDraws();
    }
  }

  #drawn(): number {
    const drawn = this.#real.random();
    this.#draws.push(drawn);
    if (this.#draws.length >= DRAWS_PER_LINE_MAX) this.#flushDraws();
    return drawn;
  }

  #flushDraws(): void {
    if (this.#draws.length > 0) this.#write(['r', ...this.#draws]);
    this.#draws = [];
  }

  #noting(journal: Journal): Journal {
    return {
      record: (entry: Entry) => {
        this.#turn = entry.id;
        if (entry.kind === 'command') this.#write(['c', entry.id, entry.by, entry.cause ?? null, entry.command]);
        journal.record(entry);
      },
    };
  }

  #write(line: LogLine): void {
    if (!this.#ended) this.#log.write(line);
  }
}

const mapped = <T>(
  parts: Readonly<Record<string, T>>,
  change: (part: T, name: string) => T,
): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, change(part, name)]));

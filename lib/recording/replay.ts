// Runs the real controller over what was recorded, and compares the commands. Nothing is done to the world: effects
// only say again what they said then, at the same turn.
import { ignoreElements, merge, Subject, tap, type Observable, type Subscription } from 'rxjs';
import { because } from '../because.ts';
import type { Command } from '../command.ts';
import { controller } from '../controller.ts';
import { defaultReducers } from '../defaultReducers.ts';
import type { Caused, Effect, Effects } from '../effect.ts';
import type { Env } from '../env.ts';
import { messageOf } from '../errors.ts';
import type { Event } from '../event.ts';
import type { Guards } from '../guard.ts';
import { initialState } from '../initialState.ts';
import type { Entry, EntryId, Journal } from '../journal.ts';
import { never } from '../never.ts';
import type { Policies, Policy } from '../policy.ts';
import type { Reducers } from '../reducer.ts';
import type { Step } from '../step.ts';
import type { LogHeader } from './logLine.ts';
import type { Burst, Log } from './readLog.ts';
import { isSame, told, type Difference, type Replayed } from './replayed.ts';
import { Diverged, Tape } from './tape.ts';

/** What the replay is made of; its policies get the recording's time and chance. */
export interface ReplayParts {
  readonly policies: (env: Env) => Policies;
  readonly guards: Guards;
  /** Beside what the protocol obliges. */
  readonly reducers?: Reducers;
  /** Hears every entry, as the journal of the node did. */
  readonly journal?: Journal;
  /** Hears every step. */
  readonly stepped?: (step: Step) => void;
  /** Told of the time of each burst, before it is played: for what runs beside the replay on a clock of its own. */
  readonly before?: (at: number) => void;
}

const subjects = <T>(names: readonly string[]): ReadonlyMap<string, Subject<T>> =>
  new Map(names.map((name) => [name, new Subject<T>()]));

class Replay {
  readonly #header: LogHeader;
  readonly #parts: ReplayParts;
  readonly #tape: Tape;
  readonly #sources: ReadonlyMap<string, Subject<Event>>;
  readonly #said: ReadonlyMap<string, Subject<Caused>>;
  readonly #spoken: ReadonlyMap<string, Subject<Command>>;
  #burst: Burst | undefined;
  #within = new Map<EntryId, Burst['within'][number][]>();
  /** How many of the burst's commands have been seen again, and of all commands so far. */
  #seen = 0;
  #commands = 0;
  #difference: Difference | undefined;

  constructor(header: LogHeader, parts: ReplayParts) {
    this.#header = header;
    this.#parts = parts;
    this.#tape = new Tape(header.at);
    this.#sources = subjects(header.sources);
    this.#said = subjects(header.effects);
    this.#spoken = subjects(header.policies);
  }

  run(bursts: Iterable<Burst>): Replayed {
    let running: Subscription | undefined;
    let isCut = true;
    for (const burst of bursts) {
      isCut = burst.isCut;
      this.#play(burst, () => (running ??= this.#start()));
      if (this.#difference !== undefined) break;
    }
    running?.unsubscribe();
    const found = this.#difference === undefined ? {} : { firstDifference: this.#difference };
    const same = this.#difference === undefined;
    return { commands: this.#commands, same, ...found, isCut: isCut && same, until: this.#tape.at };
  }

  #start(): Subscription {
    const { policies, guards, reducers = {}, journal } = this.#parts;
    const step$ = controller({
      initial: initialState(this.#header.self),
      sources: Object.fromEntries(this.#sources),
      reducers: { ...defaultReducers, ...reducers },
      policies: this.#listenedTo(policies(this.#tape.env)),
      guards,
      effects: { ...this.#effects(), tape: this.#echoes },
      journal: {
        record: (entry) => {
          journal?.record(entry);
          this.#record(entry);
        },
      },
      now: () => this.#tape.at,
    });
    return step$.pipe(tap((step) => this.#stepped(step))).subscribe({
      error: (error: unknown) => this.#failed(messageOf(error)),
    });
  }

  #stepped(step: Step): void {
    this.#parts.stepped?.(step);
    this.#sayAgain(step.id);
  }

  readonly #echoes: Effect = (issued$) => issued$.pipe(tap(({ id }) => this.#sayAgain(id)), ignoreElements());

  #effects(): Effects {
    return Object.fromEntries([...this.#said].map(([name, said$]): [string, Effect] => [name, () => said$]));
  }

  /** What a policy said of its own accord is said again beside it. */
  #listenedTo(policies: Policies): Policies {
    const both = (policy: Policy, spoken$: Observable<Command> | undefined): Policy =>
      spoken$ === undefined ? policy : (step$) => merge(step$.pipe(policy), spoken$);
    return Object.fromEntries(
      Object.entries(policies).map(([name, policy]) => [name, both(policy, this.#spoken.get(name))]),
    );
  }

  #play(burst: Burst, start: () => void): void {
    const at = burst.began?.[1] ?? this.#header.at;
    this.#burst = burst;
    this.#seen = 0;
    this.#within = byTurn(burst);
    this.#parts.before?.(at);
    this.#tape.begin(at, burst.draws);
    try {
      start();
      this.#begin(burst.began);
      this.#checkAllSeen(burst);
    } catch (error) {
      if (!(error instanceof Diverged)) throw error;
      this.#failed(error.message);
    }
  }

  #begin(began: Burst['began']): void {
    if (began === undefined) return;
    switch (began[0]) {
      case 'o':
        this.#say(began[2], began[3], began[4]);
        return;
      case 'w':
        this.#tape.fire(began[2]);
        return;
      case 'p':
        this.#speak(began[2], began[3], began[4]);
        return;
      default:
        never(began);
    }
  }

  /** What a source or an effect said then, said again. */
  #say(by: string, event: Event, cause: EntryId | undefined): void {
    const source$ = this.#sources.get(by);
    const effect$ = this.#said.get(by);
    if (source$ === undefined && effect$ === undefined) {
      throw new Diverged(`${by} is no source or effect of the recording`);
    }
    source$?.next(event);
    effect$?.next(cause === undefined ? { event } : { event, cause });
  }

  #speak(by: string, command: Command, cause: EntryId | undefined): void {
    const spoken$ = this.#spoken.get(by);
    if (spoken$ === undefined) throw new Diverged(`${by} is no policy of the recording`);
    spoken$.next(cause === undefined ? command : because({ id: cause }, command));
  }

  /** What was said while this turn was taken. */
  #sayAgain(turn: EntryId): void {
    const said = this.#within.get(turn) ?? [];
    this.#within.delete(turn);
    for (const [, , by, event, cause] of said) this.#say(by, event, cause);
  }

  #record(entry: Entry): void {
    if (entry.kind !== 'command' || this.#difference !== undefined || this.#burst === undefined) return;
    const replayed = told(entry.id, entry.by, entry.cause, entry.command);
    const line = this.#burst.commands[this.#seen];
    if (line === undefined && this.#burst.isCut) return;
    this.#seen += 1;
    this.#commands += 1;
    if (line === undefined) {
      this.#differ('a command more than then', { replayed });
      return;
    }
    const [, id, by, cause, command] = line;
    const recorded = told(id, by, cause, command);
    if (!isSame(recorded, replayed)) this.#differ('another command than then', { recorded, replayed });
  }

  #checkAllSeen({ commands, isCut }: Burst): void {
    const line = commands[this.#seen];
    if (line === undefined || isCut || this.#difference !== undefined) return;
    const [, id, by, cause, command] = line;
    this.#commands += 1;
    this.#differ('a command less than then', { recorded: told(id, by, cause, command) });
  }

  /** In the last burst of a log that was cut off, what is missing may be why. */
  #failed(what: string): void {
    if (this.#burst?.isCut !== true) this.#differ(what);
  }

  #differ(what: string, sides: Pick<Difference, 'recorded' | 'replayed'> = {}): void {
    this.#difference ??= { number: this.#commands, at: this.#tape.at, what, ...sides };
  }
}

const byTurn = ({ within }: Burst): Map<EntryId, Burst['within'][number][]> => {
  const turns = new Map<EntryId, Burst['within'][number][]>();
  for (const line of within) {
    const turn = turns.get(line[1]);
    if (turn === undefined) turns.set(line[1], [line]);
    else turn.push(line);
  }
  return turns;
};

/**
 * Replays a run up to its end, its cut, or the first difference.
 *
 * @param log as `readLog` reads it
 * @param parts the policies and guards of the run, made anew with the habits in the header
 * @throws LogError when a line of it cannot be read
 * @example
 * const log = readLog(readLogFile('run.log'));
 * replay(log, { policies: (env) => defaultPolicies({}, env), guards: defaultGuards() }).same
 */
export const replay = ({ header, bursts }: Log, parts: ReplayParts): Replayed => new Replay(header, parts).run(bursts);

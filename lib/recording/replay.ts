// Runs the real controller over what was recorded, and compares the commands. Nothing is done to the world: effects only
// say again what they said then, at the same turn.
import { ignoreElements, Subject, tap, type MonoTypeOperatorFunction } from 'rxjs';
import { controller } from '../controller.ts';
import { defaultReducers } from '../defaultReducers.ts';
import type { Caused, Effect, Effects } from '../effect.ts';
import type { Env } from '../env.ts';
import { messageOf } from '../errors.ts';
import type { Event } from '../event.ts';
import type { Guards } from '../guard.ts';
import { initialState } from '../initialState.ts';
import type { Entry, EntryId } from '../journal.ts';
import type { Policies } from '../policy.ts';
import type { Step } from '../step.ts';
import type { LogHeader } from './logLine.ts';
import type { Burst } from './readLog.ts';
import { Diverged, Tape } from './tape.ts';

/** One command, in the canonical form that is compared: the same bytes for the same command. */
export interface Told {
  readonly id: EntryId;
  readonly by: string;
  readonly cause?: EntryId;
  readonly command: string;
}

/** The first place where the replay is not what was recorded. */
export interface Difference {
  /** The command's number, counted from 1, and the time of its burst. */
  readonly number: number;
  readonly at: number;
  readonly what: string;
  readonly recorded?: Told;
  readonly replayed?: Told;
}

export interface Replayed {
  readonly commands: number;
  readonly same: boolean;
  readonly firstDifference?: Difference;
}

/** What the replay is made of; its policies get the recording's time and chance. */
export interface ReplayParts {
  readonly policies: (env: Env) => Policies;
  readonly guards: Guards;
  /** Overhears the steps, as a shadow does. */
  readonly watch?: MonoTypeOperatorFunction<Step>;
}

const told = (id: EntryId, by: string, cause: EntryId | undefined, command: unknown): Told => ({
  id,
  by,
  ...(cause === undefined ? {} : { cause }),
  command: JSON.stringify(command),
});

const isSame = (a: Told, b: Told): boolean =>
  a.id === b.id && a.by === b.by && a.cause === b.cause && a.command === b.command;

class Replay {
  readonly #tape = new Tape();
  readonly #sources: Readonly<Record<string, Subject<Caused['event']>>>;
  readonly #said: Readonly<Record<string, Subject<Caused>>>;
  #burst: Burst | undefined;
  #within = new Map<EntryId, Burst['within'][number][]>();
  /** How many of the burst's commands have been seen again, and of all commands so far. */
  #seen = 0;
  #commands = 0;
  #difference: Difference | undefined;

  constructor(header: LogHeader) {
    this.#sources = Object.fromEntries(header.sources.map((name) => [name, new Subject()]));
    this.#said = Object.fromEntries(header.effects.map((name) => [name, new Subject()]));
  }

  run(header: LogHeader, bursts: Iterable<Burst>, { policies, guards, watch = tap() }: ReplayParts): Replayed {
    const step$ = controller({
      initial: initialState(header.self),
      sources: this.#sources,
      reducers: defaultReducers,
      policies: policies(this.#tape.env),
      guards,
      effects: { ...this.#effects(), tape: this.#echoes },
      journal: { record: (entry) => this.#record(entry) },
      now: () => this.#tape.at,
    });
    const running = step$.pipe(tap(({ id }) => this.#sayAgain(id)), watch).subscribe({
      error: (error: unknown) => this.#differ(messageOf(error)),
    });
    for (const burst of bursts) {
      this.#play(burst);
      if (this.#difference !== undefined) break;
    }
    running.unsubscribe();
    const found = this.#difference === undefined ? {} : { firstDifference: this.#difference };
    return { commands: this.#commands, same: this.#difference === undefined, ...found };
  }

  readonly #echoes: Effect = (issued$) => issued$.pipe(tap(({ id }) => this.#sayAgain(id)), ignoreElements());

  #effects(): Effects {
    return Object.fromEntries(Object.entries(this.#said).map(([name, said$]): [string, Effect] => [name, () => said$]));
  }

  #play(burst: Burst): void {
    const [kind, at, who] = burst.began;
    this.#burst = burst;
    this.#seen = 0;
    this.#within = byTurn(burst);
    this.#tape.begin(at, burst.draws);
    try {
      if (kind === 'w') this.#tape.fire(who);
      else this.#say(burst.began[2], burst.began[3], burst.began[4]);
      this.#checkAllSeen(burst);
    } catch (error) {
      if (!(error instanceof Diverged)) throw error;
      if (!burst.isCut) this.#differ(error.message);
    }
  }

  /** What a source or an effect said then, said again. */
  #say(by: string, event: Event, cause: EntryId | undefined): void {
    const source$ = this.#sources[by];
    const effect$ = this.#said[by];
    if (source$ === undefined && effect$ === undefined) throw new Diverged(`${by} is no source or effect of the recording`);
    source$?.next(event);
    effect$?.next(cause === undefined ? { event } : { event, cause });
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
    const recorded = told(id, by, cause ?? undefined, command);
    if (!isSame(recorded, replayed)) this.#differ('another command than then', { recorded, replayed });
  }

  #checkAllSeen({ commands, isCut }: Burst): void {
    const line = commands[this.#seen];
    if (line === undefined || isCut || this.#difference !== undefined) return;
    const [, id, by, cause, command] = line;
    this.#commands += 1;
    this.#differ('a command less than then', { recorded: told(id, by, cause ?? undefined, command) });
  }

  #differ(what: string, sides: Pick<Difference, 'recorded' | 'replayed'> = {}): void {
    this.#difference ??= { number: this.#commands, at: this.#tape.at, what, ...sides };
  }
}

const byTurn = ({ within }: Burst): Map<EntryId, Burst['within'][number][]> => {
  const turns = new Map<EntryId, Burst['within'][number][]>();
  for (const line of within) turns.set(line[1], [...(turns.get(line[1]) ?? []), line]);
  return turns;
};

/**
 * Replays a run up to its end, its cut, or the first difference.
 *
 * @param bursts as `readBursts` reads them
 * @example replay(header, readBursts(lines), { policies: (env) => defaultPolicies(habits, env), guards })
 */
export const replay = (header: LogHeader, bursts: Iterable<Burst>, parts: ReplayParts): Replayed =>
  new Replay(header).run(header, bursts, parts);

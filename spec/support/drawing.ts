// A marble test that is also a picture: what runs as a spec is drawn in docs/policies.md, so the page cannot lie.
import { filter, map, scan, type Observable } from 'rxjs';
import type { Command } from '../../lib/command.ts';
import type { Event } from '../../lib/event.ts';
import type { Guard } from '../../lib/guard.ts';
import type { Policy } from '../../lib/policy.ts';
import type { State } from '../../lib/state.ts';
import { after, aState, marbles, steps } from '../../lib/testing/index.ts';

/** What goes into a guard: an event changes the state, a command is asked about. */
export type Asked = { readonly event: Event } | { readonly command: Command; readonly by?: string };

export const happens = (event: Event): Asked => ({ event });
export const asks = (command: Command, by?: string): Asked => ({ command, ...(by === undefined ? {} : { by }) });

export interface Row<T> {
  readonly marbles: string;
  readonly values: Readonly<Record<string, T>>;
}

export interface Drawing {
  /** The policy or guard it is a picture of. */
  readonly of: string;
  readonly title: string;
  readonly given: Row<Event | Asked>;
  /** What else goes in, by its name. */
  readonly other?: Row<unknown> & { readonly name: string };
  readonly expected: Row<Command | string>;
  readonly isGuard?: true;
}

interface PolicyTest {
  /** @param other$ what moves it beside the steps, where there is such a thing */
  readonly policy: (other$: Observable<never>) => Policy;
  readonly from?: State;
  readonly events: readonly [marbles: string, values: Readonly<Record<string, Event>>];
  readonly commands: readonly [marbles: string, values?: Readonly<Record<string, Command>>];
  readonly other?: readonly [name: string, marbles: string, values: Readonly<Record<string, unknown>>];
  readonly until?: string;
}

interface GuardTest {
  readonly guard: Guard;
  readonly from?: State;
  readonly asked: readonly [marbles: string, values: Readonly<Record<string, Asked>>];
  readonly refused: readonly [marbles: string, values?: Readonly<Record<string, string>>];
}

/** Of the whole process: the runner may load this file twice, once by each of its ways to load. */
const everywhere = globalThis as typeof globalThis & { millraceDrawings?: Map<string, Drawing> };
const all = (everywhere.millraceDrawings ??= new Map<string, Drawing>());

/** What has been drawn so far, in the order of the specs. */
export const drawings = (): readonly Drawing[] => [...all.values()];

const keep = (drawing: Drawing): void => void all.set(`${drawing.of}: ${drawing.title}`, drawing);

/** Defines the test that a policy, given these events, issues these commands; and keeps it as a picture. */
export const drawing = (of: string, title: string, test: PolicyTest): void => {
  const { policy, from, events: [given, events], commands: [wanted, commands = {}], until } = test;
  const [name = '', beside = '', values = {}] = test.other ?? [];
  const other = test.other === undefined ? {} : { other: { name, marbles: beside, values } };
  keep({ of, title, given: { marbles: given, values: events }, ...other,
    expected: { marbles: wanted, values: commands } });
  it(title, () =>
    marbles(({ hot, expectCommands }) => {
      const tested = policy(hot(beside, values as Readonly<Record<string, never>>));
      expectCommands(hot(given, events).pipe(steps(from), tested), until).toBe(wanted, commands);
    }));
};

/** Defines the test that a guard, asked about these commands, refuses these; and keeps it as a picture. */
export const guardDrawing = (of: string, title: string, { guard, from = aState(), asked, refused }: GuardTest): void =>
  {
  const [[given, askings], [wanted, refusals = {}]] = [asked, refused];
  keep({ of, title, given: { marbles: given, values: askings }, expected: { marbles: wanted, values: refusals },
    isGuard: true });
  it(title, () =>
    marbles(({ hot, expectObservable, scheduler }) => {
      const refusal$ = hot(given, askings).pipe(
        scan(
          ({ state }, one): { readonly state: State; readonly said: string | undefined } => {
            const now = scheduler.now();
            return 'event' in one
              ? { state: after(state, now, one.event), said: undefined }
              : { state, said: guard({ ...one, state, now }) };
          },
          { state: from, said: undefined as string | undefined },
        ),
        map(({ said }) => said),
        filter((said) => said !== undefined),
      );
      expectObservable(refusal$).toBe(wanted, refusals);
    }));
};
